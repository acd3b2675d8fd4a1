#include "api_key_fixture.hpp"

#include "api_keys/key_text.hpp"
#include "auth/accounts_module.hpp"
#include "auth/api_key_events.hpp"
#include "platform/security/random.hpp"

#include <chrono>

using namespace kontor;
using namespace kontor::auth;
using namespace std::chrono_literals;

TEST_CASE_FIXTURE(ApiKeyFixture, "a key is shown once; what is kept cannot be used") {
    const auto key = made();
    CHECK(key.secret.size() == ApiKeys::length);
    CHECK(key.secret.starts_with("sk_"));
    CHECK(keys->identify(key.secret)->key == key.key.id);
    const auto kept =
        ask<std::string>("select k::text from auth.api_key k where id = $1", key.key.id);
    CHECK(kept.find(key.secret) == std::string::npos);
    CHECK(kept.find(platform::sha256_hex(key.secret)) != std::string::npos);
    CHECK(keys->keys({}).front().hint == "sk_…" + key.secret.substr(key.secret.size() - 4));
}

TEST_CASE("a key tells by itself whether it could be one") {
    for (const auto kind : {ApiKeyKind::secret, ApiKeyKind::publishable}) {
        const auto text = new_key_text(kind);
        CHECK(is_key_text(text, kind));
        CHECK(new_key_text(kind) != text);
        CHECK_FALSE(is_key_text(text + "0", kind));
        CHECK_FALSE(is_key_text(text.substr(1), kind));
        for (std::size_t i = 0; i < text.size(); ++i) {
            auto changed = text;
            changed[i] = changed[i] == 'a' ? 'b' : 'a';
            CHECK_FALSE(is_key_text(changed, kind));
        }
    }
    CHECK_FALSE(is_key_text(new_key_text(ApiKeyKind::publishable), ApiKeyKind::secret));
    CHECK_FALSE(is_key_text("", ApiKeyKind::secret));
}

TEST_CASE_FIXTURE(ApiKeyFixture, "a key that is not good is refused, and told why if it is known") {
    const auto key = made();
    CHECK(refusal(keys->identify(key.secret)) == "none");
    REQUIRE(keys->revoke({.is_operator = true}, key.key.id).has_value());
    CHECK(refusal(keys->identify(key.secret)) == "auth.key_revoked");
    const auto revoked_at = keys->key(key.key.id)->revoked_at;
    clock.advance(1min);
    CHECK(keys->revoke({.is_operator = true}, key.key.id)->revoked_at == revoked_at);

    const auto passing =
        keys->make({.is_operator = true},
                   {"short", ApiKeyKind::secret, {"orders.read"}, {}, clock.now() + 1h})
            .value();
    clock.advance(59min);
    CHECK(refusal(keys->identify(passing.secret)) == "none");
    clock.advance(1min);
    CHECK(refusal(keys->identify(passing.secret)) == "auth.key_expired");

    CHECK(refusal(keys->identify(new_key_text(ApiKeyKind::secret))) == "auth.invalid_key");
    CHECK(refusal(keys->identify("sk_")) == "auth.invalid_key");
    CHECK(refusal(keys->identify(front().secret)) == "auth.invalid_key");
    CHECK(keys->revoke({.is_operator = true}, ApiKeyId::make()).error().code == "auth.no_such_key");
}

TEST_CASE_FIXTURE(ApiKeyFixture, "asking for a key costs no statement") {
    const auto key = made();
    REQUIRE(keys->identify(key.secret).has_value());
    const auto before = database.pool().statistics().statements;
    for (int i = 0; i < 100; ++i) REQUIRE(keys->identify(key.secret).has_value());
    for (int i = 0; i < 100; ++i)
        CHECK_FALSE(keys->identify(new_key_text(ApiKeyKind::secret)).has_value());
    CHECK(database.pool().statistics().statements == before);
}

TEST_CASE_FIXTURE(ApiKeyFixture, "when a key was used is kept once a minute") {
    const auto key = made();
    const auto last_used = [&] { return keys->key(key.key.id)->last_used_at; };
    CHECK_FALSE(last_used().has_value());
    REQUIRE(keys->identify(key.secret).has_value());
    const auto first = clock.now();
    CHECK(last_used() == first);
    clock.advance(59s);
    REQUIRE(keys->identify(key.secret).has_value());
    CHECK(last_used() == first);
    clock.advance(1s);
    REQUIRE(keys->identify(key.secret).has_value());
    CHECK(last_used() == first + 1min);
    REQUIRE(keys->revoke({.is_operator = true}, key.key.id).has_value());
    clock.advance(1h);
    CHECK_FALSE(keys->identify(key.secret).has_value());
    CHECK(last_used() == first + 1min);
}

TEST_CASE_FIXTURE(ApiKeyFixture, "another process hears of a key that was made or revoked") {
    platform::EventLog far_away;
    const auto distant = make_api_keys({database, far_away, clock, config});
    REQUIRE_FALSE(distant->identify(new_key_text(ApiKeyKind::secret)).has_value());
    const auto key = made();
    const platform::Announcement changed{std::string(ApiKeyChanged::name), {}, "{}"};
    CHECK_FALSE(distant->identify(key.secret).has_value());
    drop_remembered(changed, *distant);
    CHECK(distant->identify(key.secret).has_value());
    REQUIRE(keys->revoke({.is_operator = true}, key.key.id).has_value());
    drop_remembered(changed, *distant);
    CHECK_FALSE(distant->identify(key.secret).has_value());
}

TEST_CASE_FIXTURE(ApiKeyFixture, "a key has the permissions that it was given and no others") {
    CHECK(keys->identify(made({"orders.read", "catalog.write"}).secret)->permissions ==
          std::vector<std::string>{"orders.read", "catalog.write"});
}

TEST_CASE_FIXTURE(ApiKeyFixture, "nobody gives a key what they may not do themselves") {
    const auto maker = user_with_role("staff");
    const auto make = [&](const std::vector<std::string>& scopes) {
        return keys->make({maker, {"orders.read", "orders.write"}},
                          {"a robot", ApiKeyKind::secret, scopes, {}, {}});
    };
    const auto key = make({"orders.read"});
    REQUIRE(key.has_value());
    CHECK(key->key.created_by == maker);
    CHECK(make({"orders.read", "audit.read"}).error().code == "auth.permission_not_held");
    CHECK(make({"orders.read", "audit.read"}).error().kind == platform::ErrorKind::forbidden);
}

TEST_CASE_FIXTURE(ApiKeyFixture, "nobody revokes a key that may more, but their own") {
    const auto maker = user_with_role("staff");
    const std::vector<std::string> more{"orders.read", "audit.read"};
    const auto key =
        keys->make({maker, more}, {"a robot", ApiKeyKind::secret, more, {}, {}}).value();
    const auto revoked_by = [&](const Authority& authority) {
        const auto revoked = keys->revoke(authority, key.key.id);
        return revoked ? "none" : revoked.error().code;
    };
    CHECK(revoked_by({UserId::make(), {"keys.write", "orders.read"}}) ==
          "auth.permission_not_held");
    CHECK(revoked_by({std::nullopt, {"keys.write", "orders.read"}}) == "auth.permission_not_held");
    CHECK_FALSE(keys->key(key.key.id)->revoked_at.has_value());
    CHECK(revoked_by({maker, {"keys.write"}}) == "none");
    CHECK(revoked_by({UserId::make(), more}) == "none");
    CHECK(keys->revoke({std::nullopt, {"keys.write"}}, front().key.id).has_value());
    const auto of_operator = made(more);
    CHECK(keys->revoke({std::nullopt, {"keys.write"}}, of_operator.key.id).error().code ==
          "auth.permission_not_held");
}

TEST_CASE_FIXTURE(ApiKeyFixture, "a key never may more than its maker may now") {
    const auto maker = user_with_role("admin");
    const auto key =
        keys->make({maker, {"audit.read", "orders.read"}},
                   {"a robot", ApiKeyKind::secret, {"audit.read", "orders.read"}, {}, {}})
            .value();
    CHECK(keys->identify(key.secret)->permissions.size() == 2);
    everything.transact([&](platform::Tx& tx) {
        tx.run("update auth.user_account set role = 'staff' where id = $1", maker);
    });
    keys->look_again_for(maker);
    CHECK(keys->identify(key.secret)->permissions == std::vector<std::string>{"orders.read"});
    everything.transact([&](platform::Tx& tx) {
        tx.run("update auth.user_account set role = 'customer' where id = $1", maker);
    });
    keys->look_again_for(maker);
    CHECK(keys->identify(key.secret)->permissions.empty());
}

TEST_CASE_FIXTURE(ApiKeyFixture, "the keys of whoever was forgotten are good no longer") {
    const auto maker = auth->create_user(registration(unused_email()), "admin").value();
    const auto key = keys->make({maker.id, {"orders.read"}},
                                {"a robot", ApiKeyKind::secret, {"orders.read"}, {}, {}})
                         .value();
    CHECK(refusal(keys->identify(key.secret)) == "none");
    make_personal_data(foundation)->forget({maker.id.uuid(), maker.email});
    CHECK(refusal(keys->identify(key.secret)) == "auth.key_suspended");
}

TEST_CASE_FIXTURE(ApiKeyFixture, "a publishable key is good for pages of its origins") {
    const auto anywhere = front();
    const auto ours = front({"https://www.shop.example"});
    const auto is_good = [&](const MadeApiKey& key, const std::string& origin) {
        return keys->shop_front(key.secret, origin).has_value();
    };
    CHECK(is_good(anywhere, "https://evil.example"));
    CHECK(is_good(ours, "https://www.shop.example"));
    CHECK(is_good(ours, ""));
    for (const auto* origin : {"https://evil.example", "null", "http://www.shop.example",
                               "https://www.shop.example.evil.example"})
        CHECK(keys->shop_front(ours.secret, origin).error().code == "auth.key_not_for_origin");
    CHECK_FALSE(keys->shop_front(made().secret, "").has_value());
}

TEST_CASE_FIXTURE(ApiKeyFixture,
                  "the name of a key has up to 100 characters, whatever their bytes") {
    std::string name;
    for (int i = 0; i < 100; ++i) name += "ü";
    NewApiKey key{name, ApiKeyKind::secret, {"orders.read"}, {}, {}};
    CHECK(keys->make({.is_operator = true}, key).has_value());
    key.name += "ü";
    const auto refused = keys->make({.is_operator = true}, key);
    REQUIRE(refused.has_error());
    CHECK(refused.error().problems.front().pointer == "/name");
}

TEST_CASE_FIXTURE(ApiKeyFixture, "what is no key is refused with every place that is wrong") {
    const auto places = [&](const NewApiKey& key) {
        const auto refused = keys->make({.is_operator = true}, key);
        REQUIRE_FALSE(refused.has_value());
        CHECK(refused.error().code == "auth.bad_key");
        std::string all;
        for (const auto& problem : refused.error().problems)
            all += problem.pointer + " " + problem.code + ";";
        return all;
    };
    using enum ApiKeyKind;
    CHECK(places({"", secret, {}, {"https://a.example"}, {}}) ==
          "/name length;/scopes required;/origins not_allowed;");
    CHECK(places({"x", secret, {"orders.read", "orders.read", "orders"}, {}, {}}) ==
          "/scopes/1 repeated;/scopes/2 unknown;");
    CHECK(places({"x", publishable, {"orders.read"}, {"*"}, clock.now()}) ==
          "/scopes not_allowed;/origins/0 format;/expires_at past;");
    CHECK(places({"x", publishable, {}, {"https://a.example:443"}, {}}) == "/origins/0 format;");
}
