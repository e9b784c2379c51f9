/** Characters that pass for another, and what they pass for, unit by unit. */
const LOOKALIKES: readonly (readonly [lookalikes: string, meant: string])[] = [
  // Cyrillic
  ['аеорсухіјѕԁһӏԛԝьгптмнвкзАВЕКМНОРСТХІЈЅУЗҮ', 'aeopcyxijsdhlqwbrntmhbk3abekmhopctxijsy3y'],
  // Greek
  ['αβγδεηικνορτυχωσΑΒΕΖΗΙΚΜΝΟΡΤΥΧ', 'abydenikvoptuxwoabezhikmnoptyx'],
  // Latin with strokes, IPA, Armenian, small capitals
  ['ıɑɡƒłøØđħӏոսօհցʏʀɴʟɪʜɢʙᴀᴄᴅᴇᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢꜰꜱ', 'iagfloodhlnuohgyrnlihgbacdejkmoptuvwzfs'],
  ['ŁĐĦ', 'ldh'],
  // Typographic quotes, dashes and the ellipsis, also as Windows-1252 read as Latin-1
  [
    '\u2019\u2018\u201c\u201d\u2013\u2014\u2010\u2011\u2026\x91\x92\x93\x94\x96\x97\x85',
    '\'\'""----.\'\'""--.',
  ],
]

/** Which unit (key) is read as which (value). A fresh map at each call. */
export function buildConfusables(): Map<number, number> {
  const confusables = new Map<number, number>()
  for (const [lookalikes, meant] of LOOKALIKES) {
    for (let i = 0; i < lookalikes.length; i++) {
      confusables.set(lookalikes.charCodeAt(i), meant.charCodeAt(i))
    }
  }
  return confusables
}
