#include "auth/key_events.hpp"
#include "auth/second_factor_module.hpp"
#include "auth/self_service.hpp"
#include "fixture.hpp"
#include "platform/security/random.hpp"
#include "signing_keys/key_ring.hpp"

#include <boost/json.hpp>

using namespace kontor;
using namespace kontor::auth;
using namespace std::chrono_literals;

namespace {

struct Rotating : Fixture {
    std::unique_ptr<SigningKeys> keys = make_signing_keys({database, events, clock, config});

    static std::size_t published(Auth& auth) {
        return boost::json::parse(auth.jwks()).at("keys").as_array().size();
    }
    // The key that a token names.
    static std::string key_of(const SignedIn& signed_in) {
        std::string header;
        const auto& token = signed_in.access_token;
        REQUIRE(platform::from_base64url(token.substr(0, token.find('.')), header));
        return std::string(boost::json::parse(header).at("kid").as_string());
    }
};

}  // namespace

TEST_CASE_FIXTURE(Rotating, "a new signing key logs nobody out") {
    const auto before = somebody();
    const auto old_key = key_of(before);
    const auto key = keys->rotate();
    CHECK(auth->identify(before.access_token).has_value());
    CHECK(key_of(somebody()) == old_key);
    CHECK(boost::json::parse(auth->jwks()).at("keys").as_array().size() >= 2);

    clock.advance(1min);
    const auto after = somebody();
    CHECK(key_of(after) == key.id);
    CHECK(auth->identify(before.access_token).has_value());
    CHECK(auth->identify(after.access_token).has_value());
    CHECK(auth->refresh(before.refresh_token).has_value());
}

TEST_CASE_FIXTURE(Rotating, "a former key is good as long as its tokens, and goes with the next") {
    keys->rotate();
    clock.advance(1h);
    CHECK(published(*auth) == 1);
    const auto lasting = keys->rotate();
    CHECK(keys->keys().front().id == lasting.id);
    CHECK_FALSE(keys->keys().front().verifies_until.has_value());
    REQUIRE(keys->keys().size() == 2);
    CHECK(keys->keys()[1].verifies_until == lasting.signs_from + 15min + clock_difference);
}

TEST_CASE_FIXTURE(Rotating, "another process hears of a new key before it is used") {
    const auto other = make_auth(database, events, clock, config);
    platform::EventLog far_away;
    const auto distant = make_auth(database, far_away, clock, config);
    const auto key = keys->rotate();
    drop_remembered({std::string(SigningKeyAdded::name), {}, "{}"}, *distant);
    clock.advance(1min);
    const auto token = somebody().access_token;
    CHECK(other->identify(token).has_value());
    CHECK(distant->identify(token).has_value());
}

namespace {

const platform::SealingKey old_key{"old", std::string(32, 'o')};
const platform::SealingKey new_key{"new", std::string(32, 'n')};

// With keys of a database of its own, that others do not find sealed.
struct SealedKeys {
    test::TestDatabase tables{{"auth"}};
    platform::Database database = tables.database("auth");
    platform::Database everything = tables.superuser();
    test::ManualClock clock;
    Config config;
    const platform::Sealer old{{old_key}};
    const platform::Sealer old_then_new{{old_key, new_key}};
    const platform::Sealer new_then_old{{new_key, old_key}};

    // A process of the shop.
    struct Process {
        platform::EventLog events;
        std::unique_ptr<Auth> auth;
        std::unique_ptr<SigningKeys> keys;
    };
    std::unique_ptr<Process> process(const platform::Sealer* sealer) {
        auto made = std::make_unique<Process>();
        made->auth = make_auth(database, made->events, clock, config, {},
                               make_token_issuer(database, clock, config, sealer));
        made->keys = make_signing_keys({database, made->events, clock, config}, sealer);
        return made;
    }
    std::vector<std::string> seeds() {
        return everything.read([](platform::Reader& reader) {
            return reader.all<std::string>(
                "select seed from auth.signing_key order by number desc");
        });
    }
    static std::string token(Process& process) {
        return process.auth->register_customer(registration(unused_email())).value().access_token;
    }
};

}  // namespace

TEST_CASE_FIXTURE(SealedKeys, "a signing key is kept sealed, from the first on") {
    const auto shop = process(&old);
    shop->keys->rotate();
    REQUIRE(seeds().size() == 2);
    for (const auto& seed : seeds()) CHECK(old.is_current(seed));
}

TEST_CASE_FIXTURE(SealedKeys, "signing keys of before are sealed at the next start, and go on") {
    const auto before = process(nullptr);
    const auto shown = token(*before);
    REQUIRE(seeds().at(0).find('.') == std::string::npos);
    const auto after = process(&old);
    CHECK(old.is_current(seeds().at(0)));
    CHECK(after->auth->identify(shown).has_value());
    CHECK(before->auth->identify(token(*after)).has_value());
}

TEST_CASE_FIXTURE(SealedKeys, "signing keys rotate while the key that they are sealed under does") {
    const auto here = process(&old_then_new);
    const auto there = process(&new_then_old);
    const auto first = token(*here);
    there->keys->rotate();
    CHECK(new_then_old.is_current(seeds().at(0)));
    drop_remembered({std::string(SigningKeyAdded::name), {}, "{}"}, *here->auth);
    clock.advance(1min);
    const auto second = token(*there);
    for (const auto& process : {here.get(), there.get()})
        for (const auto& shown : {first, second}) CHECK(process->auth->identify(shown).has_value());

    CHECK(reseal_secrets(database, new_then_old) == 1);
    CHECK(reseal_secrets(database, new_then_old) == 0);
    const platform::Sealer only_new({new_key});
    for (const auto& seed : seeds()) CHECK(only_new.is_current(seed));
    CHECK(process(&only_new)->auth->identify(first).has_value());
}

TEST_CASE("the newest key that signs already is the one that signs") {
    const auto at = [](int minutes) { return platform::Time(std::chrono::minutes(minutes)); };
    const std::string seed = platform::random_token(32);
    const std::vector<store::Key> keys{
        {"c", seed, at(100), at(101)}, {"b", seed, at(50), at(51)}, {"a", seed, at(0), at(0)}};
    const auto ids = [&](int minutes) {
        std::string text;
        for (const auto& key : keys_in_use(keys, 15min, at(minutes)).keys) text += key.id;
        return text;
    };
    CHECK(ids(50) == "acb");
    CHECK(ids(51) == "bca");
    CHECK(ids(67) == "bc");
    CHECK(ids(101) == "cb");
    CHECK(ids(117) == "c");
    CHECK(keys_in_use(keys, 15min, at(60)).until == at(67));
    CHECK(keys_in_use(keys, 15min, at(100)).until == at(101));
    CHECK_FALSE(keys_in_use(keys, 15min, at(117)).until.has_value());
}
