#include "members.hpp"
#include "platform/db/database.hpp"

#include <doctest/doctest.h>
#include <boost/json.hpp>

#include <vector>

namespace kontor::test {

namespace {

const Headers misled{{"Host", "evil.example.org"}, {"X-Forwarded-Host", "evil.example.org"}};
const std::string new_password = "a much louder river";

// Somebody with links of every kind, asked for with the name of another host.
class LinkHolder {
public:
    LinkHolder(const OpenShop& shop, std::string name)
        : shop_(shop), name_(std::move(name)), probe_(shop.stranger()) {
        const auto made =
            post("/v1/auth/register", {{"email", email()}, {"password", member_password}});
        if (made.status != 201) throw std::runtime_error("no account: " + made.body);
        probe_.always_send("Authorization", "Bearer " + made.text("/access_token"));
        verification = shop.token_for(email(), "verify-email");
    }

    std::string email() const { return name_ + "@example.org"; }
    std::string other_email(const std::string& which = "new") const {
        return which + "-" + email();
    }

    std::string ask_for_reset() const {
        REQUIRE(post("/v1/auth/forgot-password", {{"email", email()}}).status == 202);
        return shop_.token_for(email(), "reset-password");
    }
    std::string ask_for_change(const std::string& to) const {
        REQUIRE(
            post("/v1/me/email", {{"email", to}, {"current_password", member_password}}).status ==
            202);
        return shop_.token_for(to, "verify-email");
    }
    std::string be_invited() const {
        REQUIRE(shop_.staff()
                    .post("/v1/admin/staff/invitations",
                          R"({"email":")" + other_email("staff") + R"(","role":"staff"})", misled)
                    .status == 201);
        return shop_.token_for(other_email("staff"), "accept-invitation");
    }

    Answer reset(const std::string& token) const {
        return post("/v1/auth/reset-password", {{"token", token}, {"password", new_password}});
    }
    Answer verify(const std::string& token) const {
        return post("/v1/auth/verify-email", {{"token", token}});
    }
    Answer accept(const std::string& token) const {
        return shop_.stranger().post(
            "/v1/auth/invitations/accept",
            R"({"token":")" + token + R"(","password":")" + new_password + R"("})");
    }
    int log_in(const std::string& with_email, const std::string& password) const {
        return shop_.stranger()
            .post("/v1/auth/login",
                  R"({"email":")" + with_email + R"(","password":")" + password + R"("})")
            .status;
    }
    Answer me() const { return probe_.get("/v1/me"); }
    bool is_verified() const { return me().json().at("email_verified").as_bool(); }

    std::string verification;

private:
    Answer post(const std::string& path, const boost::json::object& body) const {
        return probe_.post(path, boost::json::serialize(body), misled);
    }

    const OpenShop& shop_;
    const std::string name_;
    HttpProbe probe_;
};

void check_invalid(const Answer& answer) {
    CHECK(answer.status == 400);
    if (answer.status == 400) CHECK(answer.text("/code") == "auth.invalid_link");
}

// As if all links had been made so long ago.
void age_links(OpenShop& shop, const std::string& interval) {
    shop.database().superuser().transact([&](platform::Tx& tx) {
        for (const std::string table : {"auth.link", "auth.invitation"})
            tx.run("update " + table +
                       " set created_at = created_at - $1::interval,"
                       " expires_at = expires_at - $1::interval",
                   interval);
    });
}

// Of the link of the one and the proof of the other, as bytes.
std::string spliced(const std::string& one, const std::string& other) {
    constexpr std::size_t id = 16;
    return Forger::encode(Forger::decode(one).substr(0, id) + Forger::decode(other).substr(id));
}

}  // namespace

TEST_CASE("27: a reset link is good once, for its own account, and leads to the shop") {
    const LinkHolder owner(open_shop(), "owner27");
    const LinkHolder other(open_shop(), "other27");
    // That a link has the configured origin is what token_for() looks for.
    const auto token = owner.ask_for_reset();
    const auto others = other.ask_for_reset();
    check_invalid(owner.reset(spliced(token, others)));
    check_invalid(owner.reset(spliced(others, token)));
    // Whoever is signed in.
    CHECK(other.reset(token).status == 204);
    check_invalid(other.reset(token));
    CHECK(owner.log_in(owner.email(), new_password) == 200);
    CHECK(owner.log_in(owner.email(), member_password) == 401);
    CHECK(other.log_in(other.email(), member_password) == 200);
    CHECK(other.me().status == 200);
    CHECK(owner.me().status == 401);
    CHECK(other.reset(others).status == 204);
}

TEST_CASE("27: a link is good for what it was sent for, and for nothing else") {
    const LinkHolder holder(open_shop(), "purposes27");
    const auto reset = holder.ask_for_reset();
    const auto change = holder.ask_for_change(holder.other_email());
    const auto invitation = holder.be_invited();
    for (const auto& token : {holder.verification, change, invitation})
        check_invalid(holder.reset(token));
    for (const auto& token : {reset, invitation}) check_invalid(holder.verify(token));
    for (const auto& token : {holder.verification, change, reset})
        check_invalid(holder.accept(token));
    int letters = 0;
    for (const auto& letter : open_shop().letters()) {
        if (letter.find("purposes27") == letter.npos) continue;
        ++letters;
        CHECK(letter.find("evil.example.org") == letter.npos);
    }
    CHECK(letters >= 4);

    CHECK(holder.verify(change).status == 204);
    CHECK(holder.me().text("/email") == holder.other_email());
    // Those that were sent to the former address.
    check_invalid(holder.verify(holder.verification));
    check_invalid(holder.reset(reset));
    CHECK(holder.log_in(holder.other_email(), member_password) == 200);

    CHECK(holder.accept(invitation).status == 201);
    check_invalid(holder.accept(invitation));
    CHECK(holder.log_in(holder.other_email("staff"), new_password) == 200);
}

TEST_CASE("27: a link to an address that was left again brings it not back") {
    const LinkHolder holder(open_shop(), "moves27");
    const auto first = holder.ask_for_change(holder.other_email("first"));
    CHECK(holder.verify(first).status == 204);
    // Once more, as long as nothing else came of it.
    CHECK(holder.verify(first).status == 204);
    open_shop().database().superuser().transact([](platform::Tx& tx) {
        // One letter is written in a minute.
        tx.run("update auth.link set created_at = created_at - interval '2 minutes'");
    });
    CHECK(holder.verify(holder.ask_for_change(holder.other_email("second"))).status == 204);
    check_invalid(holder.verify(first));
    CHECK(holder.me().text("/email") == holder.other_email("second"));
}

TEST_CASE("27: every link is good for as long as it is configured, and no longer") {
    OpenShop shop({{"KONTOR_AUTH_RESET_MINUTES", "10"},
                   {"KONTOR_AUTH_VERIFICATION_HOURS", "3"},
                   {"KONTOR_AUTH_INVITATION_DAYS", "2"}});
    const LinkHolder early(shop, "early27");
    const LinkHolder prompt(shop, "prompt27");
    const LinkHolder late(shop, "late27");
    const auto early_reset = early.ask_for_reset();
    const auto late_reset = late.ask_for_reset();
    const auto prompt_change = prompt.ask_for_change(prompt.other_email());
    const auto late_change = late.ask_for_change(late.other_email());
    const auto early_invitation = early.be_invited();
    const auto late_invitation = late.be_invited();

    age_links(shop, "9 minutes");
    CHECK(early.reset(early_reset).status == 204);
    age_links(shop, "1 minute");
    check_invalid(late.reset(late_reset));
    CHECK(late.log_in(late.email(), member_password) == 200);
    CHECK(late.log_in(late.email(), new_password) == 401);

    age_links(shop, "169 minutes");
    CHECK(prompt.verify(prompt.verification).status == 204);
    CHECK(prompt.is_verified());
    CHECK(prompt.verify(prompt_change).status == 204);
    CHECK(prompt.me().text("/email") == prompt.other_email());
    age_links(shop, "1 minute");
    check_invalid(late.verify(late.verification));
    CHECK_FALSE(late.is_verified());
    check_invalid(late.verify(late_change));
    CHECK(late.me().text("/email") == late.email());

    age_links(shop, "44 hours 59 minutes");
    CHECK(early.accept(early_invitation).status == 201);
    age_links(shop, "1 minute");
    check_invalid(late.accept(late_invitation));
    CHECK(late.log_in(late.other_email("staff"), new_password) == 401);
}

TEST_CASE("27: staff who read the letter do not see the token") {
    const auto stranger = open_shop().stranger();
    REQUIRE(stranger
                .post("/v1/auth/register",
                      R"({"email":"read27@example.org","password":"a quiet canal"})")
                .status == 201);
    const auto token = open_shop().token_for("read27@example.org", "verify-email");
    const auto listed = open_shop().staff().get(
        "/v1/admin/messages?kind=address_verification&recipient=read27@example.org");
    const auto letter = open_shop().staff().get("/v1/admin/messages/" + listed.text("/data/0/id"));
    CHECK(letter.body.find("verify-email?token=link_") != std::string::npos);
    CHECK(letter.body.find(token) == std::string::npos);
}

}  // namespace kontor::test
