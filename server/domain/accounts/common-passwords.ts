/**
 * What guessing programs try first, of eight characters or more (shorter ones are refused by their length), lower case.
 * Drawn from what published lists of leaked passwords agree on, in English, Chinese and a few neighbours.
 */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(`
  password password1 password12 password123 password1234 password! password1! p@ssw0rd p@ssword passw0rd pa55word
  pa$$word passwort passwords password01 mypassword 12345678 123456789 1234567890 0123456789 0987654321 987654321
  9876543210 87654321 123123123 12341234 11223344 1122334455 11112222 123321123 12344321 1234554321 123454321 147258369
  147852369 159753456 741852963 789456123 321654987 963852741 10203040 101010101 121212121 12121212 13131313 20202020
  19871987 88888888 66666666 00000000 11111111 52013141 5201314520 1314520520 1314521521 woaini520 woaini1314 woaini521
  woaini123 woaiwojia a1234567 a12345678 a123456789 aa123456 aa123456789 abc12345 abc123456 abc123456789 abcd1234
  abcd12345 abcd123456 abcdefgh abcdefg1 q1w2e3r4 q1w2e3r4t5 1q2w3e4r 1q2w3e4r5t 1qaz2wsx 1qaz2wsx3edc zaq12wsx
  qazwsx123 qazwsxedc qweasdzxc qwe123456 qwe12345 qwer1234 qwert123 qwert12345 qwerty12 qwerty123 qwerty1234
  qwerty12345 qwerty123456 qwertyui qwertyuiop asdfghjk asdfghjkl asdf1234 asd123456 zxcvbnm1 zxcvbnm123 zxcvbnm,
  zxc123456 1234qwer 123qweasd 123qwe123 12qwaszx 123456qwerty 123456aa 123456abc 123456789a 12345678a 1234567a
  123456789q 123abc123 123123qwe iloveyou iloveyou1 iloveyou2 iloveyou! iloveme1 loveyou1 ilovegod lovelove love1234
  love12345 princess princess1 sunshine sunshine1 football football1 baseball baseball1 basketball basketball1 superman
  superman1 batman123 spiderman spiderman1 pokemon1 pokemon123 starwars starwars1 dragon123 monkey123 monkey12 shadow12
  shadow123 master123 michael1 michelle jennifer jessica1 jonathan danielle samantha victoria alexander elizabeth
  charlie1 chocolate chocolate1 butterfly butterfly1 computer computer1 internet whatever whatever1 trustno1 letmein1
  letmein123 welcome1 welcome12 welcome123 welcome2 welcome! admin123 admin1234 admin12345 administrator root1234
  rootroot adminadmin test1234 test12345 testtest testing1 testing123 guest123 guest1234 user1234 login123 access14
  changeme changeme1 changeme123 default1 temp1234 temppass secret123 secret12 freedom1 liverpool liverpool1 chelsea1
  arsenal1 barcelona realmadrid juventus manchester corvette mercedes midnight mustang1 ferrari1 yamaha123 harley123
  swordfish blink182 metallica nirvana1 slipknot greenday coolness hello123 hello1234 hellohello goodluck goodbye1
  birthday birthday1 december november september february summer12 summer123 summer2024 summer2025 summer2026 winter123
  winter2024 winter2025 spring2025 spring2026 autumn2025 january1 monday123 tigger12 tinkerbell cheyenne patricia
  veronica isabella stephanie christian christopher christine nicholas benjamin alejandro estrella teamo123 contrasena
  motdepasse azertyui azertyuiop azerty123 passer123 marseille doudou12 soleil123 chouchou kennwort hallo123 schalke04
  ficken123 11235813 31415926 27182818 19841984 nintendo playstation minecraft minecraft1 fortnite fortnite1 roblox123
  google123 facebook facebook1 linkedin linkedin1 youtube1 iphone123 samsung1 samsung123 apple123 microsoft windows10
  windows11 ticket123 tickets1 tickets123 concert1 concert123 theatre1 theater1 nihao123 zhang123 wang1234 zhongguo
  china123 beijing1 shanghai beijing2008 taobao123 woshishui woaiziji caonima1 caonima123 qq123456 qq123456789 wodemima
  mima1234 mima123456
`.trim().split(/\s+/))
