#include "dump.hpp"
#include "keys.hpp"

#include "support/base32.hpp"

#include <doctest/doctest.h>
#include <boost/json.hpp>

#include <set>

namespace kontor::test {

namespace {

const std::string card = "4242424242424242";

std::string signature_of(const std::string& token) {
    return token.substr(token.rfind('.') + 1);
}

Headers new_key_for_request() {
    return {{"Idempotency-Key", platform::to_string(platform::new_uuid())}};
}

// What was told to the shop, or by it, and must be in no log and no copy of the database.
class Secrets {
public:
    const std::string& keep(const std::string& secret) {
        REQUIRE(secret.size() > 6);
        return *secrets_.insert(secret).first;
    }
    // In every spelling.
    void keep_bytes(const std::string& bytes) {
        keep(bytes);
        keep(hexadecimal(bytes));
        keep(Forger::encode(bytes));
    }
    void check() const {
        const auto rows = dump(open_shop());
        const auto log = open_shop().log();
        REQUIRE(rows.find("secretive58@example.org") != std::string::npos);
        for (const auto& secret : secrets_) {
            CAPTURE(secret);
            CHECK(rows.find(secret) == std::string::npos);
            CHECK(log.find(secret) == std::string::npos);
        }
    }

private:
    std::set<std::string> secrets_;
};

void sign_in(const CarefulMember& member, Secrets& secrets) {
    secrets.keep_bytes(member_password);
    secrets.keep(member.setup_key);
    secrets.keep_bytes(from_base32(member.setup_key));
    secrets.keep(member.refresh_token);
    secrets.keep(signature_of(member.access_token));
    for (const auto& code : member.recovery_codes) secrets.keep(std::string(code.as_string()));
    const auto challenge = secrets.keep(member.challenge());
    const auto signed_in = meet(challenge, member.code(1));
    secrets.keep(signature_of(signed_in.text("/access_token")));
    CHECK(
        meet(secrets.keep(member.challenge()), std::string(member.recovery_codes.at(0).as_string()))
            .status == 200);
    const auto renewed = refresh(secrets.keep(signed_in.text("/refresh_token")));
    REQUIRE(renewed.status == 200);
    secrets.keep(renewed.text("/refresh_token"));
    (void)log_in(member.email, secrets.keep("a wrong guess 58"));
    (void)me_with(secrets.keep("not a token but a secret 58"));
    (void)open_shop().stranger().get(
        "/v1/me", {{"Authorization", "Basic " + secrets.keep("c2VjcmV0NTg6c2VjcmV0NTg=")}});
    secrets.keep(Forger().seed());
    secrets.keep(std::string(test_sealing_key).substr(5));
}

void follow_links(const std::string& email, Secrets& secrets) {
    const auto stranger = open_shop().stranger();
    const auto ask = [&] {
        REQUIRE(
            stranger.post("/v1/auth/forgot-password", R"({"email":")" + email + R"("})").status ==
            202);
        return open_shop().token_for(email, "reset-password");
    };
    secrets.keep(open_shop().token_for(email, "verify-email"));
    CHECK(stranger
              .post("/v1/auth/reset-password", R"({"token":")" + secrets.keep(ask()) +
                                                   R"(","password":")" +
                                                   secrets.keep("a renewed canal 58") + R"("})")
              .status == 204);

    const std::string invited = "invited58@example.org";
    REQUIRE(
        open_shop()
            .staff()
            .post("/v1/admin/staff/invitations", R"({"email":")" + invited + R"(","role":"staff"})")
            .status == 201);
    const auto token = secrets.keep(open_shop().token_for(invited, "accept-invitation"));
    const auto accepted = stranger.post("/v1/auth/invitations/accept",
                                        R"({"token":")" + token + R"(","password":")" +
                                            secrets.keep("an invited heron 58") + R"("})");
    REQUIRE_MESSAGE(accepted.status == 201, accepted.body);
    secrets.keep(accepted.text("/refresh_token"));
}

void leave_numbers(const HttpProbe& customer, Secrets& secrets) {
    const auto phone = [&](const std::string& last) {
        secrets.keep("4940555058" + last);
        secrets.keep("+49 40 555058 " + last);
        return R"("phone":"+49 40 555058 )" + last + "\"";
    };
    CHECK(customer.patch("/v1/me", "{" + phone("1") + "}").status == 200);
    CHECK(customer
              .post("/v1/me/addresses", R"({"address":{"name":"Ada","line1":"Quay 58","city":)"
                                        R"("Bonn","postal_code":"53111","country":"DE",)" +
                                            phone("2") + "}}")
              .status == 201);
    secrets.keep("Quay 58");
    secrets.keep("+49405550583");
    CHECK(customer.patch("/v1/me/message-preferences", R"({"phone":"+49405550583","sms":true})")
              .status == 200);
}

void use_keys(Secrets& secrets) {
    const auto key = new_key(R"("secret","scopes":["orders.read"])");
    CHECK(key.probe.get("/v1/admin/orders").status == 200);
    secrets.keep(key.secret);
}

void keep_means(const HttpProbe& customer, Secrets& secrets) {
    const auto token = secrets.keep("sim_kept_means_58");
    const auto kept =
        customer.post("/v1/me/payment-methods",
                      R"({"provider":"simulator","token":")" + token + R"(","label":"Visa 58"})");
    REQUIRE_MESSAGE(kept.status == 201, kept.body);
    CHECK(customer.get("/v1/me/payment-methods").body.find("Visa 58") != std::string::npos);
}

Answer buy_with(const OpenShop::Cart& cart, const std::string& payment) {
    cart.put_in(R"({"sku":")" + open_shop().sku + R"(","quantity":1})");
    return cart.guest.post(
        "/v1/orders",
        R"({"cart_id":")" + cart.id +
            R"(","email":"g58@example.org","shipping_address":)"
            R"({"name":"Grace","line1":"Quay 1","city":"Hamburg","postal_code":"20457",)"
            R"("country":"DE"},)" +
            payment + "}",
        new_key_for_request());
}

void pay(Secrets& secrets) {
    const auto& staff = open_shop().staff();
    const auto card_of =
        staff.post("/v1/admin/gift-cards", R"({"amount":{"amount":100,"currency":"EUR"}})",
                   new_key_for_request());
    REQUIRE(card_of.status == 201);
    const auto code = secrets.keep(card_of.text("/code"));
    std::string bare = code;
    std::erase(bare, '-');
    secrets.keep(bare);
    CHECK(open_shop()
              .stranger()
              .post("/v1/gift-cards/check", R"({"code":")" + code + R"("})")
              .status == 200);

    auto cart = open_shop().cart();
    secrets.keep(cart.token);
    const auto simulator = [](const std::string& member, const std::string& token) {
        return R"("payment":{"provider":"simulator",")" + member + R"(":")" + token + R"("})";
    };
    for (const auto* member : {"token", "card", "number"})
        CHECK(buy_with(cart, simulator(member, card)).status == 422);
    CHECK(buy_with(cart, simulator("token", secrets.keep("tok_refused_58"))).status == 402);
    CHECK(buy_with(cart, R"("gift_cards":["ABCD-EFGH-58GUESS"],)" + simulator("token", "sim_ok"))
              .status == 422);
    secrets.keep("ABCD-EFGH-58GUESS");
    const auto bought =
        buy_with(cart, R"("gift_cards":[")" + code + R"("],)" + simulator("token", "sim_ok"));
    REQUIRE_MESSAGE(bought.status == 201, bought.body);
    const auto order = bought.json().as_object();
    if (const auto* token = order.if_contains("guest_token"))
        secrets.keep(std::string(token->as_string()));
    secrets.keep(card);
}

}  // namespace

TEST_CASE("58: neither the log nor the database knows a secret that it was told or has given") {
    Secrets secrets;
    // Of whomever the suite dealt with: credentials, access tokens, seeds in their wrapping.
    for (const auto* known : {"Bearer ", "tea at half four", "eyJhbGciOi", "otpauth://"})
        secrets.keep(known);
    const CarefulMember member("secretive58");
    sign_in(member, secrets);
    follow_links(member.email, secrets);
    const auto reachable = new_member("reachable58");
    leave_numbers(reachable.probe, secrets);
    keep_means(reachable.probe, secrets);
    use_keys(secrets);
    pay(secrets);
    secrets.check();
}

TEST_CASE("58: what was paid with is forgotten of every payment that the provider knows") {
    const auto known = open_shop().database().superuser().read([](platform::Reader& reader) {
        return rows_of(reader,
                       "(select status, token from payments.payment where status not in ('created',"
                       " 'processing'))");
    });
    CHECK(known.find("captured") != std::string::npos);
    const auto kept = known.find("sim_");
    INFO(known.substr(kept < 600 ? 0 : kept - 600, 900));
    CHECK(kept == std::string::npos);
}

TEST_CASE("58: letters with links in them are for whoever runs the shop alone") {
    namespace fs = std::filesystem;
    const auto folder = open_shop().data() / "mail";
    CHECK(fs::status(folder).permissions() == fs::perms::owner_all);
    std::size_t letters = 0;
    for (const auto& letter : fs::directory_iterator(folder)) {
        ++letters;
        CHECK(letter.status().permissions() == (fs::perms::owner_read | fs::perms::owner_write));
    }
    CHECK(letters > 0);
}

TEST_CASE("58: whatever a client calls itself, a line of the log is one object") {
    const auto stranger = open_shop().stranger();
    for (const std::string name : {R"(x"} {"level":"error","message":"forged58)",
                                   R"(x\r\n{"message":"forged58"})", "x\x7f\x1b[2Jforged58"})
        (void)stranger.get("/v1/me", {{"User-Agent", name}, {"X-Request-Id", name}});
    const auto log = open_shop().log();
    std::size_t begin = 0;
    while (begin < log.size()) {
        const auto end = std::min(log.find('\n', begin), log.size());
        boost::system::error_code error;
        const auto line = boost::json::parse(log.substr(begin, end - begin), error);
        CHECK_FALSE(error);
        if (!error)
            CHECK(boost::json::serialize(line.at("message")).find("forged58") == std::string::npos);
        begin = end + 1;
    }
}

}  // namespace kontor::test
