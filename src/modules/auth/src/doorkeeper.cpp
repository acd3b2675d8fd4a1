#include "doorkeeper.hpp"

#include "client_address.hpp"
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
constexpr std::chrono::days client_is_known_for{90};
// Of guesses that are not at an address of mail.
constexpr auto no_email = "";

Error invalid_credentials() {
    return {ErrorKind::unauthenticated, "invalid_credentials",
            "The e-mail address or the password is wrong."};
}

Error too_many_attempts() {
    return {
        ErrorKind::too_many_requests,
        "auth.too_many_attempts",
        "Too many logins with this e-mail address, or from where you are, have failed. Try again "
        "in some minutes.",
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
                       const Config& config, const std::string& shop_name)
    : database_(database),
      clock_(clock),
      min_length_(config.password_min_length),
      staff_min_length_(config.staff_password_min_length),
      failures_per_client_(config.failures_per_client),
      shop_name_(shop_name),
      passwords_({.threads = static_cast<std::size_t>(config.hashing_threads)}) {}

Result<store::Account> Doorkeeper::admit(const std::string& email, const std::string& password,
                                         const std::string& client) {
    if (password.size() > longest_password) return invalid_credentials();
    auto attempt = database_.read([&](Reader& reader) {
        const auto now = clock_.now();
        return store::login_attempt(reader, email, client, now - failures_count_for,
                                    now - client_is_known_for);
    });
    if (is_closed(attempt, client)) return too_many_attempts();

    const auto verified = attempt.account
                              ? passwords_.verify(attempt.account->password_hash, password)
                              : passwords_.verify_nothing(password);
    if (!verified) return verified.error();
    if (!*verified) {
        record_failure(email, client);
        return invalid_credentials();
    }
    if (attempt.failures_from_here > 0)
        database_.transact([&](Tx& tx) { store::forget_failures_from(tx, email, client); });
    return *std::move(attempt.account);
}

bool Doorkeeper::is_closed(const store::LoginAttempt& attempt, const std::string& client) const {
    const auto failures = attempt.is_known_client ? attempt.failures_from_here : attempt.failures;
    return failures >= failures_allowed || guesses_too_much(client, attempt.failures_of_client);
}

bool Doorkeeper::guesses_too_much(const std::string& client, std::int64_t failures) const {
    return failures_per_client_ > 0 && failures >= failures_per_client_ && is_public(client);
}

Error Doorkeeper::refuse_guess(const std::string& client, const Error& refusal) {
    const auto failures = database_.read([&](Reader& reader) {
        return store::failures_of_client(reader, client, clock_.now() - failures_count_for);
    });
    if (guesses_too_much(client, failures)) return too_many_attempts();
    record_failure(no_email, client);
    return refusal;
}

void Doorkeeper::record_failure(const std::string& email, const std::string& client) {
    const auto now = clock_.now();
    database_.transact(
        [&](Tx& tx) { store::record_failure(tx, email, client, now, now - failures_count_for); });
}

Result<std::string> Doorkeeper::accept(const std::string& password, Role role) {
    const auto min_length = role == Role::customer ? min_length_ : staff_min_length_;
    if (auto checked = check_password(password, static_cast<std::size_t>(min_length), shop_name_);
        !checked)
        return checked.error();
    return passwords_.hash(password);
}

}  // namespace kontor::auth
