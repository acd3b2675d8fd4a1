#include "passwords/common_passwords.hpp"

#include "embedded/common_passwords.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace kontor::auth {
namespace {

constexpr std::string_view words =
    " password passwort passwd pass passphrase motdepasse contrasena parola senha wachtwoord "
    "haslo lozinka heslo salasana losenord adgangskode mypassword thepassword newpassword "
    "oldpassword yourpassword nopassword password1234 passwordpassword letmein letmeinnow openup "
    "opensesame sesame enter login loginlogin signin access accessgranted welcome welcomehome "
    "willkommen bienvenue benvenuto admin administrator adminadmin root rootroot toor superuser "
    "user username useruser guest default changeme changemenow changeit change secret topsecret "
    "secretsecret master masterkey test testtest testing tester testpassword demo demodemo "
    "sample example temp temporary temppass system server manager office company qwerty qwertyui "
    "qwertyuiop qwertz qwertzui qwertzuiop azerty azertyuiop asdf asdfasdf asdfgh asdfghjk "
    "asdfghjkl yxcvbnm zxcvbn zxcvbnm qazwsx qazwsxedc zaqwsx qweasd qweasdzxc qwaszx wasd "
    "wasdwasd qqww iloveyou iloveyouu iloveu iloveme ilovehim iloveher ilovejesus ichliebedich "
    "jetaime teamo tequiero tiamo loveyou lovelove lover lovely loveme mylove truelove princess "
    "prinzessin principessa princesa queen king prince angel angels babygirl babyboy baby babe "
    "sweetheart sweetie sweet honey darling schatz schatzi liebling mausi hasi sunshine "
    "sunflower sunday summer sommer winter spring autumn herbst rainbow moonlight starlight "
    "flower flowers blume butterfly schmetterling monkey dragon tiger lion eagle wolf bear "
    "panther dolphin shark kitten kitty cat dog puppy doggy horse pferd bunny rabbit mouse "
    "chicken penguin turtle spider snake football fussball futbol soccer baseball basketball "
    "hockey tennis golf golfer cricket rugby volleyball swimming skateboard snowboard superman "
    "batman spiderman ironman wonderwoman hulk avengers joker pokemon pikachu naruto mario luigi "
    "zelda minecraft fortnite roblox starwars startrek skywalker darthvader yoda jedi matrix "
    "gandalf hobbit harrypotter hogwarts potter merlin michael michelle michaela jennifer "
    "jessica ashley amanda nicole daniel daniela andrew andrea anthony joshua matthew robert "
    "thomas charlie jordan taylor william richard george charles alexander alexandra christian "
    "christina christopher stefan stephanie stefanie martin martina sebastian sabrina sabine "
    "susanne andreas markus oliver patrick florian benjamin jonathan samantha elizabeth victoria "
    "patricia barbara veronica hannah sophie emma maria marie anna laura julia sarah david peter "
    "hans klaus juergen wolfgang heinrich nathan nicholas dennis phillip philipp tobias manuel "
    "maximilian dominik fabian vanessa melanie jasmin natalie rebecca isabella gabriel hunter "
    "ranger killer warrior soldier ninja samurai pirate knight wizard cowboy rocky rambo "
    "maverick phoenix thunder lightning storm shadow ghost blackjack casino poker lucky lucky7 "
    "jackpot winner champion champions victory freedom liberty justice america mustang ferrari "
    "porsche mercedes corvette camaro harley yamaha honda toyota bmw audi volkswagen yankees "
    "cowboys steelers lakers arsenal chelsea liverpool barcelona realmadrid juventus bayern "
    "dortmund schalke manchester everton celtic rangers london paris berlin hamburg munich "
    "muenchen wien zuerich newyork chicago boston dallas houston austin denver texas california "
    "florida canada germany deutschland austria schweiz france italia espana england ireland "
    "scotland australia brasil mexico google facebook instagram twitter youtube amazon apple "
    "microsoft windows linux android iphone samsung internet computer notebook laptop keyboard "
    "whatever whatsup nothing something anything everything nobody somebody trustno trustnoone "
    "blahblah blablabla hello hellohello hallo hallohallo hallowelt helloworld goodbye bonjour "
    "cookie cookies chocolate schokolade banana cheese pizza coffee kaffee pepper ginger peanut "
    "orange strawberry cherry pumpkin purple yellow green silver golden diamond crystal pearl "
    "blue black white red jesus jesuschrist christ god godisgood heaven faith hope blessed "
    "hallelujah church music guitar piano metallica nirvana slipknot beatles eminem elvis "
    "rockstar rocknroll fuckyou fuckoff fuckme asshole bitch bullshit shithead sexy money cash "
    "dollar business shopping shop shopshop kontor store kunde customer family familie mother "
    "father mommy daddy mama papa brother sister friends friend freunde forever together "
    "computer1 abcabc abcdef abcdefg abcdefgh abcdefghi abcd abcde abc january february march "
    "april june july august september october november december montag dienstag mittwoch "
    "donnerstag freitag samstag sonntag monday tuesday wednesday thursday friday saturday "
    "correcthorsebatterystaple thisismypassword ihatepasswords iforgot iforgotmypassword "
    "dontforget remember remembermyname contrase\u00f1a ";

// Along these, forwards or backwards, fingers run by themselves.
constexpr std::string_view runs[] = {
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop[]",
    "qwertzuiop",
    "azertyuiop",
    "asdfghjkl;",
    "zxcvbnm,./",
    "yxcvbnm,.-",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "1q2w3e4r5t6y7u8i9o0p",
    "1q2w3e4r5t6z7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "1a2b3c4d5e6f7g8h9i",
    "a1b2c3d4e5f6g7h8i9",
    "zaq12wsxcde34rfv",
    "qazwsxedcrfvtgbyhnujm",
    "147258369",
    "741852963",
    "!@#$%^&*()",
    "112233445566778899",
    "11223344",
    "123qweasdzxc",
    "123456789qwertyuiop",
    "123321",
    "1234567887654321",
    "123454321",
    "12341234",
    "123123123",
    "987654321qwerty",
    "1029384756",
    "31415926535",
};

std::vector<std::string_view> passwords_in(std::string_view text) {
    std::vector<std::string_view> passwords;
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        if (!line.empty() && !line.starts_with('#')) passwords.push_back(line);
    }
    std::ranges::sort(passwords);
    return passwords;
}

}  // namespace

bool is_found_often(std::string_view text) {
    static const auto passwords = passwords_in(embedded::common_passwords().front().text);
    return std::ranges::binary_search(passwords, text);
}

bool is_common_word(std::string_view text) {
    if (text.find(' ') != std::string_view::npos) return false;
    return words.find(" " + std::string(text) + " ") != std::string_view::npos;
}

bool is_common_run(std::string_view text) {
    return std::ranges::any_of(runs, [&](std::string_view run) {
        const std::string backwards(run.rbegin(), run.rend());
        return run.find(text) != std::string_view::npos ||
               backwards.find(text) != std::string::npos;
    });
}

}  // namespace kontor::auth
