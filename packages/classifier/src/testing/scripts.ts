/** Words of one way of writing. */
export interface Script {
  readonly name: string
  /** What people write to people they know. */
  readonly plain: readonly string[]
  /** What they write to sell: won, free, prize, click, now, money, offer, urgent. */
  readonly selling: readonly string[]
}

/** Scripts and languages that fold in different ways. Thai, Han and kana do without spaces. */
export const SCRIPTS: readonly Script[] = [
  script(
    'Latin, in Portuguese',
    'você amanhã reunião mãe café às três obrigado não então avó pão coração lição jantar',
    'grátis promoção prêmio clique já ganhe dinheiro urgente oferta cartão crédito parabéns',
  ),
  script(
    'Latin, in English',
    'see you at home tonight lunch was great thanks mum the meeting moved to four naïve',
    'win free prize now call claim cash urgent offer click winner guaranteed congratulations',
  ),
  script(
    'Cyrillic',
    'привет мама завтра встреча дома спасибо ёлка чай вечером погода хорошо подъезд їжак',
    'выиграли приз бесплатно звоните срочно деньги кредит скидка акция рублей СЕЙЧАС',
  ),
  script(
    'Greek',
    'καλημέρα αύριο σπίτι ευχαριστώ μητέρα καφές βράδυ φίλος θάλασσα ώρα ΰδωρ',
    'κερδίσατε δωρεάν βραβείο κλικ τώρα χρήματα προσφορά επείγον ΤΩΡΑ',
  ),
  script(
    'Arabic',
    'مرحبا غدا البيت شكرا أمي قهوة المساء صديق البحر كِتَابٌ ٣ ساعات',
    'اربح مجانا جائزة اضغط الآن أموال عرض عاجل ١٠٠٠ دينار',
  ),
  script(
    'Hebrew',
    'שלום מחר בית תודה אמא קפה ערב חבר ים שָׁבוּעַ בְּרֵאשִׁית',
    'זכית חינם פרס לחץ עכשיו כסף מבצע דחוף ₪500',
  ),
  script(
    'Devanagari',
    'नमस्ते कल घर धन्यवाद माँ चाय शाम दोस्त समुद्र क्षेत्र ज़रूर',
    'जीता मुफ़्त इनाम क्लिक अभी पैसे ऑफ़र तुरंत ₹५००',
  ),
  script(
    'Thai',
    'สวัสดี พรุ่งนี้ บ้าน ขอบคุณ แม่ กาแฟ เย็น เพื่อน ทะเล น้ำ',
    'ชนะ ฟรี รางวัล คลิก ตอนนี้ เงิน โปรโมชั่น ด่วน ฿๕๐๐ คลิกตอนนี้รับเงินฟรี',
  ),
  script(
    'Han',
    '你好 明天 回家 謝謝 妈妈 咖啡 晚上 朋友 大海 明天下午四点开会 龍',
    '中奖 免费 奖品 点击 立即 现金 優惠 緊急 ￥１０００ 恭喜您获得免费奖品',
  ),
  script(
    'kana',
    'おはよう あした うち ありがとう コーヒー ばんごはん ともだち うみ カイギ ﾃﾚﾋﾞ がっこう',
    'あたり ムリョウ プレゼント クリック いますぐ おかね セール ｷｬﾝﾍﾟｰﾝ ＦＲＥＥ',
  ),
  script(
    'Hangul',
    '안녕 내일 집 고마워 엄마 커피 저녁 친구 바다 회의 ㅋㅋㅋ',
    '당첨 무료 상금 클릭 지금 현금 할인 긴급 ₩1000',
  ),
  script(
    'emoji and styled letters',
    '👩‍👩‍👧‍👦 🧑🏽‍🚀 ❤️‍🔥 🏳️‍🌈 🇧🇷 ☕ 😀 1️⃣ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🌊 ½',
    '💰 🎁 🔥 🏆 🚨 💸 👉🏼 ‼️ 🅵🆁🅴🅴 𝐅𝐑𝐄𝐄 𝓅𝓇𝒾𝓏ℯ 🆓 ⓌⒾⓃ',
  ),
]

function script(name: string, plain: string, selling: string): Script {
  return { name, plain: plain.split(' '), selling: selling.split(' ') }
}
