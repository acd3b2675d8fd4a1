#include "auth/key_events.hpp"
#include "auth/self_service.hpp"
#include "fixture.hpp"
#include "key_ring.hpp"
#include "platform/security/random.hpp"

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
