#include "members.hpp"
#include "own_shop.hpp"

#include <doctest/doctest.h>
#include <boost/algorithm/string/case_conv.hpp>
#include <boost/json.hpp>

#include <fstream>
#include <random>
#include <sstream>
#include <vector>

namespace kontor::test {

namespace {

const std::string email = "common17@example.org";

// Of eight characters and more, as the two hundred that were used most in 2023 and 2025 have them
// (NordPass).
constexpr auto used_most_lately =
    "12345678 123456789 Aa123456 1234567890 12345678910 admin123 P@ssw0rd Pass@123 Aa@123456 "
    "abcd1234 1q2w3e4r qwertyuiop 87654321 987654321 Eliska81 123123123 11223344 12341234 "
    "qwerty123 Admin@123 1q2w3e4r5t 11111111 Demo@123 admintelecom 123meklozed 1234qwer 1qaz2wsx "
    "123456789a Aa112233 asdfghjkl Password1 Aa123456@ qwer1234 asdf1234 Abcd@1234 12344321 "
    "1122334455 88888888 admin1234 administrator Password@123 q1w2e3r4 10203040 12345678a Abcd@123 "
    "Welcome@123 minecraft Pass@1234 India@123 Ar123455 1029384756 1234567891 vodafone jimjim30 "
    "Cindylee1 1111111111 azertyuiop gvt12345 12121212 12345678901 12345678900 Kumar@123 "
    "qwerty12345 abc12345 bismillah Heslo1234 a123456789 iloveyou Passw0rd Flores123 12qwaszx "
    "Welcome1 password123 123mudar 123456aA@ 123qweasd 868689849 1234554321 motorola q1w2e3r4t5 "
    "1234512345 undefined a1b2c3d4 admin123456 2402301978 1qazxsw2 Adam2312 1234567899 Aa195043 "
    "Test@123 111111111 admin12345 zaq12wsx adminadmin 1234abcd qwerty1234 theworldinyourhand "
    "123456a@ Aa102030 Mm123456 Abc@1234 1a2b3c4d 123654789 changeme 12345679 senha123 1234567a "
    "user1234 abc123456 12345qwert adminisp azerty123 pakistan aaaaaaaa a1234567 P@55w0rd P@$$w0rd "
    "qwerty123456 Aboy1234 guru123456 Kapler123 Global123@ Aa123123 22446688 Aa123456789 "
    "Aa12345678 "
    "aabb1122 Abc@12345 Aa@12345 lol123456 147258369 123456Aa Aa@1234567 Admin@1234 qwer4321 "
    "Qwerty@123 Ab123456 Aa@123456789 Abcd1234@ pakistan123 A123456a turktelekom test1234 "
    "999999999 "
    "123456788 Password@1 11112222 aaaa1111 12345678@ asd12345 zxcvbnm123 123admin";

std::vector<std::string> words_of(const std::string& text) {
    std::istringstream stream(text);
    return {std::istream_iterator<std::string>(stream), {}};
}

// That the shop has of its own.
std::vector<std::string> stolen_passwords() {
    std::ifstream file(source_directory() / "src/modules/auth/passwords/common.txt");
    std::vector<std::string> passwords;
    for (std::string line; std::getline(file, line);)
        if (!line.empty() && line.front() != '#') passwords.push_back(line);
    return passwords;
}

// Why the shop does not take it, or else "taken".
std::string refusal(const Answer& answer) {
    if (answer.status != 422) return "taken";
    CHECK(answer.text("/errors/0/pointer") == "/password");
    return answer.text("/errors/0/code");
}

std::string body_of(const std::string& password) {
    return boost::json::serialize(boost::json::object{{"email", email}, {"password", password}});
}

// Registers, over one connection.
class Newcomer {
public:
    explicit Newcomer(HttpProbe probe) : probe_(std::move(probe)) { probe_.keep_connection(); }

    std::string refused(const std::string& password) const {
        return refusal(probe_.post("/v1/auth/register", body_of(password)));
    }

private:
    HttpProbe probe_;
};

}  // namespace

TEST_CASE("17: a password that anybody would try is refused, in capitals too") {
    const Newcomer newcomer(open_shop().stranger());
    auto passwords = words_of(used_most_lately);
    for (const std::string variant :
         {"password", "trustno1", "iloveyou1", "SAMANTHA1", "football", "superman", "liverpool",
          "password2024!", "123password", "passwordpassword", "abcabcabc"})
        passwords.push_back(variant);
    const auto stolen = stolen_passwords();
    CHECK(stolen.size() >= 6000);
    std::mt19937 random(17);
    std::ranges::sample(stolen, std::back_inserter(passwords), 600, random);
    for (const auto& password : passwords)
        for (const auto& variant : {password, boost::to_upper_copy(password)})
            CHECK_MESSAGE(newcomer.refused(variant) == "too_common", variant);
    CHECK(register_member(email, "a quiet canal").status == 201);
}

TEST_CASE("17: a password that names the shop is refused, however it is written") {
    const Newcomer newcomer(open_shop().stranger());
    for (const std::string password :
         {"kontor-kunde", "my KONTOR shop", "K o n t o r 2026", "dasKontorHier", "kon-tor.kon_tor"})
        CHECK_MESSAGE(newcomer.refused(password) == "names_shop", password);

    const OwnShop shop({{"KONTOR_MAIL_SHOP_NAME", "K\u00e4sehaus & S\u00f6hne"}});
    const Newcomer guest{HttpProbe(shop.address())};
    for (const std::string password : {"k\u00e4sehauss\u00f6hne", "K\u00c4SEHAUS & S\u00d6HNE 7",
                                       "kaesehaus soehne", "xx k\u00e4se-haus, s\u00f6hne xx"})
        CHECK_MESSAGE(guest.refused(password) == "names_shop", password);
    CHECK(guest.refused("a quiet kontor") == "taken");
}

TEST_CASE("17: no way to a password leads around what is refused") {
    const auto member = new_member("doors17");
    const std::string current = R"({"current_password":")" + member_password + R"(","password":")";
    REQUIRE(open_shop()
                .stranger()
                .post("/v1/auth/forgot-password", R"({"email":")" + member.email + R"("})")
                .status == 202);
    REQUIRE(open_shop()
                .staff()
                .post("/v1/admin/staff/invitations",
                      R"({"email":"invited17@example.org","role":"staff"})")
                .status == 201);
    const auto stranger = open_shop().stranger();
    const auto reset = open_shop().token_for(member.email, "reset-password");
    const auto invitation = open_shop().token_for("invited17@example.org", "accept-invitation");
    const auto with_token = [](const std::string& token, const std::string& password) {
        return R"({"token":")" + token + R"(","password":")" + password + R"("})";
    };
    // Long enough for staff, too.
    for (const std::string password :
         {"theworldinyourhand", "PasswordPassword", "my dear old Kontor"}) {
        const std::string why = password.ends_with("Kontor") ? "names_shop" : "too_common";
        CHECK(refusal(member.probe.post("/v1/me/password", current + password + R"("})")) == why);
        CHECK(refusal(stranger.post("/v1/auth/reset-password", with_token(reset, password))) ==
              why);
        CHECK(refusal(stranger.post("/v1/auth/invitations/accept",
                                    with_token(invitation, password))) == why);
        CHECK(open_shop().create_user("made17@example.org", "staff", password).status == 1);
    }
    CHECK(log_in(member.email).status == 200);
}

}  // namespace kontor::test
