#include "auth/key_events.hpp"
#include "auth/self_service.hpp"
#include "auth/signing_keys.hpp"
#include "signing_keys/key_ring.hpp"
#include "signing_keys/signing_seeds.hpp"

namespace kontor::auth {

using platform::Reader;
using platform::Tx;

namespace {

// Until every process has heard of a key.
constexpr std::chrono::minutes known_everywhere_after{1};

class KeyDesk final : public SigningKeys {
public:
    KeyDesk(const Foundation& foundation, const platform::Sealer* sealer)
        : database_(foundation.database),
          events_(foundation.events),
          clock_(foundation.clock),
          lifetime_(std::chrono::minutes(foundation.config.access_token_minutes)),
          seeds_(sealer) {}

    std::vector<SigningKeyState> keys() override {
        return states_of(database_.read([](Reader& reader) { return store::keys(reader); }),
                         lifetime_);
    }

    SigningKeyState rotate() override {
        return database_.transact([&](Tx& tx) {
            const auto now = clock_.now();
            const auto key = seeds_.made(now, now + known_everywhere_after);
            for (const auto& state : states_of(store::lock_keys(tx), lifetime_))
                if (state.verifies_until && *state.verifies_until < now)
                    store::delete_key(tx, state.id);
            store::add_key(tx, key);
            events_.publish(tx,
                            SigningKeyAdded{SigningKeyId::parse(key.id).value(), key.signs_from});
            return SigningKeyState{key.id, key.created_at, key.signs_from, {}};
        });
    }

private:
    platform::Database& database_;
    platform::EventLog& events_;
    const platform::Clock& clock_;
    const std::chrono::seconds lifetime_;
    const SigningSeeds seeds_;
};

}  // namespace

std::unique_ptr<SigningKeys> make_signing_keys(const Foundation& foundation,
                                               const platform::Sealer* sealer) {
    return std::make_unique<KeyDesk>(foundation, sealer);
}

}  // namespace kontor::auth
