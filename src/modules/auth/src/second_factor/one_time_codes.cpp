#include "second_factor/one_time_codes.hpp"

#include "platform/security/random.hpp"
#include "second_factor/factor_store.hpp"
#include "second_factor/totp.hpp"

#include <algorithm>
#include <stdexcept>

namespace kontor::auth {

using platform::Tx;

namespace {

constexpr std::size_t recovery_codes = 10;
constexpr std::size_t recovery_code_bytes = 15;
constexpr std::size_t group = 6;

// "MZXW6Y-TBOI2X-...".
std::string in_groups(std::string code) {
    for (std::size_t at = group; at < code.size(); at += group + 1) code.insert(at, 1, '-');
    return code;
}

// However it was typed.
std::string run_together(std::string_view typed) {
    std::string code;
    for (const char letter : typed) {
        if (letter == '-' || letter == ' ') continue;
        code += letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
    }
    return code;
}

}  // namespace

bool OneTimeCodes::accept(Tx& tx, const UserId& account, const std::string& code) const {
    const auto plain = run_together(code);
    return is_of_app(tx, account, plain, true) ||
           store::use_recovery_code(tx, account, platform::sha256_hex(plain), clock_.now());
}

bool OneTimeCodes::confirm(Tx& tx, const UserId& account, const std::string& code) const {
    if (!is_of_app(tx, account, run_together(code), false)) return false;
    store::confirm_factor(tx, account, clock_.now());
    return true;
}

bool OneTimeCodes::is_of_app(Tx& tx, const UserId& account, const std::string& code,
                             bool is_confirmed) const {
    const auto factor = store::lock_factor(tx, account);
    if (!factor || factor->confirmed_at.has_value() != is_confirmed) return false;
    const auto step =
        step_of_code(open(account, factor->sealed_key), code, clock_.now(), factor->last_step);
    if (step) store::set_last_step(tx, account, *step);
    return step.has_value();
}

std::string OneTimeCodes::context_of(const UserId& account) {
    return "auth.second_factor.key:" + account.text();
}

std::string OneTimeCodes::seal(const UserId& account, const std::string& key) const {
    if (!sealer_) throw std::logic_error("second factors need a sealer");
    return sealer_->seal(key, context_of(account));
}

std::string OneTimeCodes::open(const UserId& account, const std::string& sealed) const {
    const auto key = sealer_ ? sealer_->open(sealed, context_of(account)) : std::nullopt;
    if (!key)
        throw std::runtime_error(
            "the second factor of " + account.text() +
            " cannot be opened: the key it was sealed under is not configured");
    return *key;
}

std::vector<std::string> OneTimeCodes::make_recovery_codes(Tx& tx, const UserId& account) const {
    std::vector<std::string> codes;
    std::vector<std::string> hashes;
    for (std::size_t i = 0; i < recovery_codes; ++i) {
        std::string bytes;
        platform::from_base64url(platform::random_token(recovery_code_bytes), bytes);
        const auto code = to_base32(bytes);
        hashes.push_back(platform::sha256_hex(code));
        codes.push_back(in_groups(code));
    }
    store::replace_recovery_codes(tx, account, hashes);
    return codes;
}

}  // namespace kontor::auth
