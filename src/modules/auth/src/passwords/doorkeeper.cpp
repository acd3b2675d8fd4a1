#include "passwords/doorkeeper.hpp"

#include "client_address.hpp"
#include "passwords/password_rules.hpp"
#include "platform/audit/deed.hpp"
#include "refusals.hpp"

#include <algorithm>

namespace kontor::auth {

using platform::Error;
using platform::ErrorKind;
using platform::Reader;
using platform::Result;
using platform::Time;
using platform::Tx;

namespace {

constexpr std::int64_t failures_allowed = 10;
constexpr std::chrono::minutes failures_count_for{10};
constexpr std::chrono::days client_is_known_for{90};
// In a row: NIST SP 800-63B wants no more, so none is forgotten but by the right password. Some are
// left for where the account was signed in before, and strangers' come one a day towards their end:
// to close an account to them takes a month, and whoever gets the password right opens it again.
constexpr std::int64_t most_guesses = 100;
constexpr std::int64_t most_guesses_of_strangers = 80;
constexpr std::int64_t guesses_of_strangers_at_once = 50;
constexpr std::chrono::days between_late_guesses{1};
// Of addresses that are nobody's.
constexpr std::chrono::days guesses_count_for{30};
// Each holds one of the workers of Bulkhead::remote, and others have to buy.
constexpr std::size_t most_waiting = 8;
// Of guesses that are not at an address of mail.
constexpr auto no_email = "";

std::chrono::seconds seconds_until(Time then, Time now) {
    using std::chrono::seconds;
    return std::max(seconds(1), std::chrono::ceil<seconds>(then - now));
}

Error too_many_attempts(std::chrono::seconds wait) {
    return {
        ErrorKind::too_many_requests,
        "auth.too_many_attempts",
        "Too many logins with this e-mail address, or from where you are, have failed. Try again "
        "in some minutes, or choose a new password with a link that you are sent.",
        {},
        {{"retry_after", wait.count()}}};
}

Error too_many_in_a_row(std::chrono::seconds wait) {
    return {
        ErrorKind::too_many_requests,
        "auth.too_many_attempts",
        "Too many logins with this e-mail address have failed in a row. Choose a new password with "
        "a link that you are sent, log in where you did before, or try again tomorrow.",
        {},
        {{"retry_after", wait.count()}}};
}

Error too_many_questions() {
    return {ErrorKind::too_many_requests,
            "auth.too_many_attempts",
            "Too many letters were asked for from where you are. Try again in some minutes.",
            {},
            {{"retry_after", std::chrono::seconds(failures_count_for).count()}}};
}

store::GuessBounds bounds_for(const store::LoginAttempt& attempt, bool knows_password, Time now) {
    if (attempt.is_known_client) return {most_guesses, most_guesses, now};
    return {most_guesses_of_strangers,
            knows_password ? most_guesses_of_strangers : guesses_of_strangers_at_once,
            now - between_late_guesses};
}

}  // namespace

std::string lower_case(std::string text) {
    std::ranges::transform(text, text.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    });
    return text;
}

Doorkeeper::Doorkeeper(platform::Database& database, const platform::Clock& clock,
                       const Config& config, const std::string& shop_name,
                       const platform::Sealer* sealer)
    : database_(database),
      clock_(clock),
      min_length_(config.password_min_length),
      staff_min_length_(config.staff_password_min_length),
      failures_per_client_(config.failures_per_client),
      waits_for_letters_(config.registration == RegistrationMode::by_mail),
      shop_name_(shop_name),
      passwords_(
          {.threads = static_cast<std::size_t>(config.hashing_threads), .waiting = most_waiting}),
      codes_(sealer, clock) {}

Result<store::Account> Doorkeeper::admit(const std::string& email, const std::string& password,
                                         const std::string& client) {
    return admit(email, password, client, Address::confirmed);
}

Result<store::Account> Doorkeeper::admit_unconfirmed(const std::string& email,
                                                     const std::string& password,
                                                     const std::string& client) {
    return admit(email, password, client, Address::any);
}

Result<store::Account> Doorkeeper::admit(const std::string& email, const std::string& password,
                                         const std::string& client, Address address) {
    if (password.size() > longest_password) return invalid_credentials(waits_for_letters_);
    if (const auto ready = passwords_.ready(); !ready) return ready.error();
    auto attempt = claim_guess(email, client);
    if (!attempt) return attempt.error();
    auto& account = attempt->account;
    const auto verified = account ? passwords_.verify(account->password_hash, password)
                                  : passwords_.verify_nothing(password);
    if (!verified) {
        database_.transact([&](Tx& tx) {
            store::give_guess_back(tx, email, clock_.now() - between_late_guesses);
        });
        return verified.error();
    }
    if (!*verified || !may_enter(*account, address)) {
        record_failure(email, client);
        return invalid_credentials(waits_for_letters_);
    }
    if (!account->has_second_factor)
        database_.transact([&](Tx& tx) { forget_guesses(tx, email, client); });
    return *std::move(account);
}

// Committed before the password is looked at: however many try at one time, none is left out.
Result<store::LoginAttempt> Doorkeeper::claim_guess(const std::string& email,
                                                    const std::string& client) {
    return database_.transact([&](Tx& tx) { return count_guess(tx, email, client, false); },
                              platform::Commit::at_once);
}

Result<store::LoginAttempt> Doorkeeper::count_code(Tx& tx, const std::string& email,
                                                   const std::string& client) {
    return count_guess(tx, email, client, true);
}

Result<store::LoginAttempt> Doorkeeper::count_guess(Tx& tx, const std::string& email,
                                                    const std::string& client,
                                                    bool knows_password) {
    const auto now = clock_.now();
    auto attempt = store::login_attempt(tx, email, one_client(client), now - failures_count_for,
                                        now - client_is_known_for);
    if (attempt.account) platform::audit::done_to(attempt.account->user.id.text());
    if (const auto opens = opens_at(tx, attempt, email, client))
        return too_many_attempts(seconds_until(*opens, now));
    const auto bounds = bounds_for(attempt, knows_password, now);
    if (store::claim_guess(tx, email, bounds, now)) return attempt;
    // Where none is left that does not change with time.
    const auto last = store::last_guess(tx, email, bounds.most).value_or(now);
    return too_many_in_a_row(seconds_until(last + between_late_guesses, now));
}

bool Doorkeeper::may_enter(const store::Account& account, Address address) const {
    const auto& user = account.user;
    const bool waits = waits_for_letters_ && address == Address::confirmed;
    return !account.is_disabled && (!waits || user.email_verified || user.is_staff());
}

void Doorkeeper::forget_guesses(Tx& tx, const std::string& email, const std::string& client) {
    store::forget_failures_from(tx, email, one_client(client));
}

std::optional<Time> Doorkeeper::opens_at(Reader& reader, const store::LoginAttempt& attempt,
                                         const std::string& email,
                                         const std::string& client) const {
    const bool is_known = attempt.is_known_client;
    const auto failures = is_known ? attempt.failures_from_here : attempt.failures;
    std::optional<Time> opens;
    if (failures >= failures_allowed)
        opens =
            store::failure_at(reader, email, is_known ? one_client(client) : "", failures_allowed);
    if (is_bounded(client) && attempt.failures_of_client >= failures_per_client_)
        opens = std::max(
            opens, store::failure_of_client_at(reader, one_client(client), failures_per_client_));
    if (opens) *opens += failures_count_for;
    return opens;
}

bool Doorkeeper::is_bounded(const std::string& client) const {
    return failures_per_client_ > 0 && is_public(client);
}

Error Doorkeeper::refuse_guess(const std::string& client, const Error& refusal) {
    const auto now = clock_.now();
    if (is_bounded(client)) {
        const auto failure = database_.read([&](Reader& reader) {
            return store::failure_of_client_at(reader, one_client(client), failures_per_client_);
        });
        if (failure && *failure > now - failures_count_for)
            return too_many_attempts(seconds_until(*failure + failures_count_for, now));
    }
    record_failure(no_email, client);
    return refusal;
}

Result<> Doorkeeper::count_question(const std::string& client) {
    if (!is_bounded(client)) return {};
    const auto now = clock_.now();
    const bool may_ask = database_.transact(
        [&](Tx& tx) {
            const auto since = now - failures_count_for;
            store::forget_questions_before(tx, since);
            return store::claim_question(tx, one_client(client), failures_per_client_, since, now);
        },
        platform::Commit::at_once);
    if (!may_ask) return too_many_questions();
    return {};
}

void Doorkeeper::record_failure(const std::string& email, const std::string& client) {
    const auto now = clock_.now();
    database_.transact(
        [&](Tx& tx) {
            store::record_failure(tx, email, one_client(client), now, now - failures_count_for);
            store::forget_guesses_before(tx, now - guesses_count_for);
        },
        platform::Commit::at_once);
}

Result<std::string> Doorkeeper::accept(const std::string& password, std::string_view role,
                                       bool has_second_factor) {
    if (auto checked = check(password, role, has_second_factor); !checked) return checked.error();
    return passwords_.hash(password);
}

Result<> Doorkeeper::check(const std::string& password, std::string_view role,
                           bool has_second_factor) const {
    const auto min_length =
        role == roles::customer || has_second_factor ? min_length_ : staff_min_length_;
    return check_password(password, static_cast<std::size_t>(min_length), shop_name_);
}

}  // namespace kontor::auth
