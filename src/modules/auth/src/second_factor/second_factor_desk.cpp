#include "auth/link_events.hpp"
#include "auth/second_factor_module.hpp"
#include "platform/audit/deed.hpp"
#include "platform/security/random.hpp"
#include "refusals.hpp"
#include "second_factor/challenge_store.hpp"
#include "second_factor/factor_store.hpp"
#include "second_factor/one_time_codes.hpp"
#include "second_factor/reauthentication.hpp"
#include "second_factor/totp.hpp"
#include "sessions/session_ends.hpp"
#include "sessions/token_issuer.hpp"

namespace kontor::auth {

using platform::Error;
using platform::ErrorKind;
using platform::Reader;
using platform::Result;
using platform::Tx;

namespace {

// RFC 4226 wants as many bits as the hash has.
constexpr std::size_t key_bytes = 20;

Error mfa_enabled() {
    return {ErrorKind::conflict, "auth.mfa_enabled",
            "The account has a second factor. Disable it before you set up another."};
}

Error mfa_not_begun() {
    return {ErrorKind::conflict, "auth.mfa_not_begun",
            "There is no second factor to confirm: begin with POST /v1/me/mfa."};
}

Error invalid_challenge() {
    return {ErrorKind::unauthenticated, "auth.invalid_challenge",
            "This mfa_token is not valid, or not any more. Log in again."};
}

Error challenge_over() {
    return {ErrorKind::too_many_requests,
            "auth.challenge_over",
            "Too many codes were wrong. Log in again with the password.",
            {},
            {{"retry_after", std::int64_t{1}}}};
}

class SecondFactorDesk final : public SecondFactors {
public:
    SecondFactorDesk(const Foundation& foundation, const SecondFactorParts& parts)
        : database_(foundation.database),
          events_(foundation.events),
          clock_(foundation.clock),
          doorkeeper_(parts.doorkeeper),
          issuer_(parts.issuer),
          shop_(parts.shop),
          codes_(&parts.sealer, foundation.clock),
          again_(foundation.database, parts.doorkeeper) {}

    SecondFactorState state(const Bearer& bearer) override {
        const auto found = database_.read(
            [&](Reader& reader) { return store::factor_state(reader, bearer.user); });
        if (!found) return {};
        return {true, {found->confirmed_at}, found->recovery_codes};
    }

    Result<Enrolment> begin(const Bearer& bearer, const Proof& proof) override {
        const auto account = again_.in_full(bearer, proof);
        if (!account) return account.error();
        std::string key;
        platform::from_base64url(platform::random_token(key_bytes), key);
        const auto sealed = codes_.seal(bearer.user, key);
        const auto offered = database_.transact([&](Tx& tx) -> Result<> {
            if (!store::lock_signed_in(tx, bearer.user, bearer.session)) return signed_out();
            if (!store::offer_factor(tx, bearer.user, sealed, clock_.now())) return mfa_enabled();
            return {};
        });
        if (!offered) return offered.error();
        const auto uri = provisioning_uri(shop_, account->user.email, key);
        return Enrolment{to_base32(key), uri, qr_code(uri)};
    }

    Result<RecoveryCodes> confirm(const Bearer& bearer, const std::string& code,
                                  const std::string& language) override {
        return database_.transact([&](Tx& tx) -> Result<RecoveryCodes> {
            if (!store::lock_signed_in(tx, bearer.user, bearer.session)) return signed_out();
            const auto factor = store::lock_factor(tx, bearer.user);
            if (!factor) return mfa_not_begun();
            if (factor->confirmed_at) return mfa_enabled();
            if (!codes_.confirm(tx, bearer.user, code)) return wrong_code(ErrorKind::forbidden);
            announce(tx, bearer.user, true, language);
            end_sessions_but(tx, events_, bearer.user, bearer.session, clock_.now());
            return RecoveryCodes{codes_.make_recovery_codes(tx, bearer.user)};
        });
    }

    Result<RecoveryCodes> renew_recovery_codes(const Bearer& bearer, const Proof& proof) override {
        const auto account = again_.in_full(bearer, proof);
        if (!account) return account.error();
        if (!account->has_second_factor) return mfa_disabled();
        return database_.transact([&](Tx& tx) -> Result<RecoveryCodes> {
            if (!store::lock_signed_in(tx, bearer.user, bearer.session)) return signed_out();
            return RecoveryCodes{codes_.make_recovery_codes(tx, bearer.user)};
        });
    }

    Result<> disable(const Bearer& bearer, const Proof& proof,
                     const std::string& language) override {
        const auto account = again_.in_full(bearer, proof);
        if (!account) return account.error();
        if (!account->has_second_factor) return mfa_disabled();
        const auto fits = doorkeeper_->check(*proof.current_password, account->user.role, false);
        if (!fits) return fits.error();
        return database_.transact([&](Tx& tx) -> Result<> {
            if (!store::lock_signed_in(tx, bearer.user, bearer.session)) return signed_out();
            store::delete_factor(tx, bearer.user);
            announce(tx, bearer.user, false, language);
            end_sessions_but(tx, events_, bearer.user, bearer.session, clock_.now());
            return {};
        });
    }

    Result<SignedIn> sign_in(const std::string& challenge, const std::string& code,
                             const Client& client) override {
        const auto hash = platform::sha256_hex(challenge);
        auto met = database_.transact([&](Tx& tx) { return meet(tx, hash, code, client); },
                                      platform::Commit::at_once);
        if (!met) return met.error();
        if (auto* signed_in = std::get_if<SignedIn>(&*met)) return std::move(*signed_in);
        doorkeeper_->record_failure(std::get<WrongCode>(*met).email, client.address);
        return wrong_code(ErrorKind::unauthenticated);
    }

private:
    // Not a refusal: that it was tried is to be kept.
    struct WrongCode {
        std::string email;
    };
    using Met = std::variant<SignedIn, WrongCode>;

    Result<Met> meet(Tx& tx, const std::string& hash, const std::string& code,
                     const Client& client) {
        const auto now = clock_.now();
        const auto asked = store::lock_challenge(tx, hash, now);
        if (!asked) return invalid_challenge();
        const auto& user = asked->user;
        platform::audit::done_to(user.id.text());
        if (asked->failures >= codes_per_challenge) return challenge_over();
        if (const auto counted = doorkeeper_->count_code(tx, user.email, client.address); !counted)
            return counted.error();
        if (!codes_.accept(tx, user.id, code)) {
            store::count_wrong_code(tx, hash);
            return Met(WrongCode{user.email});
        }
        store::meet_challenge(tx, hash, now);
        doorkeeper_->forget_guesses(tx, user.email, client.address);
        auto signed_in = issuer_->open_session(tx, user, client);
        if (!signed_in) return signed_in.error();
        return Met(*std::move(signed_in));
    }

    void announce(Tx& tx, const UserId& account, bool is_enabled, const std::string& language) {
        platform::audit::keep_with(tx);
        const auto user = store::user(tx, account).value();
        events_.publish(tx, SecondFactorChanged{user.id, user.email, user.name.value_or(""),
                                                language, is_enabled});
    }

    platform::Database& database_;
    platform::EventLog& events_;
    const platform::Clock& clock_;
    const std::shared_ptr<Doorkeeper> doorkeeper_;
    const std::shared_ptr<TokenIssuer> issuer_;
    const std::string shop_;
    const OneTimeCodes codes_;
    Reauthentication again_;
};

}  // namespace

std::unique_ptr<SecondFactors> make_second_factors(const Foundation& foundation,
                                                   const SecondFactorParts& parts) {
    return std::make_unique<SecondFactorDesk>(foundation, parts);
}

}  // namespace kontor::auth
