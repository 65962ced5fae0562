import { type Parts, writeParts } from './parts.ts'

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
const R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml'
const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** One paragraph as an office program saves it: properties, then runs. */
export const p = (runs: string, properties = ''): string =>
  `<w:p w:rsidR="00A1"><w:pPr>${properties}</w:pPr><w:proofErr w:type="spellStart"/>${runs}</w:p>`
export const r = (text: string, properties = ''): string =>
  `<w:r w:rsidRPr="00B2"><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`

const font = (name: string, size: number) => `<w:rFonts w:hint="eastAsia" w:eastAsia="${name}"/><w:sz w:val="${size}"/>`

/** An office's own template: other fixed words, a placeholder in pieces, indents by characters, 28 points a line. */
const ownBody = [
  p(
    r('本单位自己的抬头 {发文机', font('方正小标宋简体', 52)) + r('关}', font('方正小标宋简体', 52)),
    '<w:jc w:val="center"/>',
  ),
  p(r('编号为{文号}', font('楷体_GB2312', 32)), '<w:jc w:val="right"/>'),
  p(r('{标题}', font('方正小标宋简体', 44)), '<w:jc w:val="center"/>'),
  p(r('{主送}：', font('仿宋_GB2312', 32))),
  p(
    r('{正文}', font('仿宋_GB2312', 28)),
    '<w:spacing w:line="560" w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="560"/>',
  ),
  `<w:tbl><w:tblPr><w:tblStyle w:val="grid"/></w:tblPr><w:tblGrid><w:gridCol w:w="4000"/><w:gridCol w:w="4000"/></w:tblGrid>
   <w:tr><w:tc><w:tcPr><w:tcW w:w="4000"/></w:tcPr>${p(r('经办 {署名}'))}</w:tc><w:tc>${p(r('日期 {成文日期}'))}</w:tc></w:tr></w:tbl>`,
  p(r('附：{抄送}')),
].join('')

const footer = `<w:ftr ${W}>${p(
  '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE  \\* MERGEFORMAT </w:instrText></w:r>' +
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>9</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>' +
    r(' 页'),
  '<w:pStyle w:val="foot"/><w:framePr w:wrap="around" w:vAnchor="text" w:hAnchor="margin" w:xAlign="outside" w:y="1"/>',
)}</w:ftr>`

const styles = `<w:styles ${W}><w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:pPr><w:jc w:val="both"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="foot"><w:name w:val="footer"/><w:basedOn w:val="a"/><w:rPr><w:sz w:val="18"/></w:rPr></w:style>
<w:style w:type="table" w:styleId="grid"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders><w:top w:val="single" w:sz="4"/><w:insideH w:val="single" w:sz="4"/></w:tblBorders></w:tblPr></w:style>
</w:styles>`

const section = `<w:sectPr><w:footerReference w:type="default" r:id="rId2"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1985" w:left="1588" w:header="851" w:footer="992" w:gutter="0"/><w:cols w:space="425"/><w:docGrid w:type="lines" w:linePitch="312"/></w:sectPr>`

/** A .docx as an office might bring it: its text, and parts that take the place of others or are added. */
export function officeTemplate(text = ownBody, others: Record<string, string> = {}): Promise<Buffer> {
  const part = (name: string, type: string) =>
    `<Override PartName="/word/${name}.xml" ContentType="${TYPE}.${type}+xml"/>`
  const parts: Record<string, string> = {
    '[Content_Types].xml': `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${part('document', 'document.main')}${part('styles', 'styles')}${part('footer1', 'footer')}</Types>`,
    '_rels/.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${REL}/officeDocument" Target="word/document.xml"/></Relationships>`,
    'word/_rels/document.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${REL}/styles" Target="styles.xml"/><Relationship Id="rId2" Type="${REL}/footer" Target="footer1.xml"/></Relationships>`,
    'word/document.xml': `<w:document ${W} ${R}><w:body>${text}${section}</w:body></w:document>`,
    'word/styles.xml': styles,
    'word/footer1.xml': footer,
    ...others,
  }
  const bytes: Parts = new Map(Object.entries(parts).map(([name, xml]) => [name, Buffer.from(HEAD + xml)]))
  return writeParts(bytes)
}
