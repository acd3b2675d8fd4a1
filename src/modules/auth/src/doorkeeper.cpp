#include "doorkeeper.hpp"

#include "password_rules.hpp"

#include <algorithm>

namespace kontor::auth {

using platform::Error;
using platform::ErrorKind;
using platform::Reader;
using platform::Result;
using platform::Tx;

namespace {

// NIST SP 800-63B asks for a bound on guesses for each account.
constexpr std::int64_t failures_allowed = 10;
constexpr std::chrono::minutes failures_count_for{10};

Error invalid_credentials() {
    return {ErrorKind::unauthenticated, "invalid_credentials",
            "The e-mail address or the password is wrong."};
}

Error too_many_attempts() {
    return {ErrorKind::too_many_requests,
            "auth.too_many_attempts",
            "Too many logins with this e-mail address have failed. Try again in some minutes.",
            {},
            {{"retry_after", std::chrono::seconds(failures_count_for).count()}}};
}

}  // namespace

std::string lower_case(std::string text) {
    std::ranges::transform(text, text.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    });
    return text;
}

Doorkeeper::Doorkeeper(platform::Database& database, const platform::Clock& clock,
                       const Config& config)
    : database_(database),
      clock_(clock),
      min_length_(config.password_min_length),
      staff_min_length_(config.staff_password_min_length),
      passwords_({.threads = static_cast<std::size_t>(config.hashing_threads)}) {}

Result<store::Account> Doorkeeper::admit(const std::string& email, const std::string& password) {
    if (password.size() > longest_password) return invalid_credentials();
    auto attempt = database_.read([&](Reader& reader) {
        return store::login_attempt(reader, email, clock_.now() - failures_count_for);
    });
    if (attempt.recent_failures >= failures_allowed) return too_many_attempts();

    const auto verified = attempt.account
                              ? passwords_.verify(attempt.account->password_hash, password)
                              : passwords_.verify_nothing(password);
    if (!verified) return verified.error();
    if (!*verified) {
        record_failure(email);
        return invalid_credentials();
    }
    if (attempt.recent_failures > 0)
        database_.transact([&](Tx& tx) { store::forget_failures(tx, email); });
    return *std::move(attempt.account);
}

void Doorkeeper::record_failure(const std::string& email) {
    const auto now = clock_.now();
    database_.transact(
        [&](Tx& tx) { store::record_failure(tx, email, now, now - failures_count_for); });
}

Result<std::string> Doorkeeper::accept(const std::string& password, Role role) {
    const auto min_length = role == Role::customer ? min_length_ : staff_min_length_;
    if (auto checked = check_password(password, static_cast<std::size_t>(min_length)); !checked)
        return checked.error();
    return passwords_.hash(password);
}

}  // namespace kontor::auth
