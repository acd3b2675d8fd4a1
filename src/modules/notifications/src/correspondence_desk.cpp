#include "correspondence_desk.hpp"

#include "kinds.hpp"
#include "platform/security/seal.hpp"

#include <algorithm>

namespace kontor::notifications {

using namespace platform;

namespace {

constexpr auto longest_wait = std::chrono::days(183);

std::string without_slash(std::string url) {
    while (url.ends_with('/')) url.pop_back();
    return url;
}

bool is_optional(std::string_view kind) {
    const auto* found = find_kind(kind);
    return found && found->is_optional;
}

Preferences view_of(const store::PreferenceRow& row) {
    Preferences preferences{{row.locale}, {row.phone}, row.sms, row.push, row.devices, {}};
    for (const auto& kind : optional_kinds())
        preferences.kinds[kind] = std::ranges::find(row.unwanted, kind) == row.unwanted.end();
    return preferences;
}

Error not_optional(const std::string& kind) {
    std::string names;
    for (const auto& name : optional_kinds()) names.append(names.empty() ? "" : ", ").append(name);
    const auto message =
        "Messages of the kind '" + kind + "' cannot be switched: there are " + names + ".";
    return {ErrorKind::invalid,
            "notifications.kind_not_optional",
            message,
            {{"/kinds/" + kind, "not_one_of", message}}};
}

Error too_many_devices() {
    const auto message =
        "At most " + std::to_string(Correspondence::most_devices) + " devices can be told.";
    return {ErrorKind::invalid,
            "notifications.too_many_devices",
            message,
            {{"/devices", "length", message}}};
}

Error bad_link() {
    return {ErrorKind::not_found, "notifications.bad_link",
            "The link is not one of this shop's, or is damaged: open it as the mail has it."};
}

Error no_such_variant() {
    return {ErrorKind::not_found, "catalog.no_such_variant", "There is no such variant."};
}

Result<> check(const PreferenceChange& change) {
    if (change.devices && change.devices->size() > Correspondence::most_devices)
        return too_many_devices();
    if (change.kinds)
        for (const auto& [kind, wanted] : *change.kinds)
            if (!is_optional(kind)) return not_optional(kind);
    return {};
}

void apply(const PreferenceChange& change, store::PreferenceRow& row) {
    if (change.locale) row.locale = change.locale->value;
    if (change.phone) row.phone = change.phone->value;
    if (change.sms) row.sms = *change.sms;
    if (change.push) row.push = *change.push;
}

}  // namespace

std::optional<TelephoneNumber> TelephoneNumber::accept(std::string text) {
    const bool has_length = text.size() >= 8 && text.size() <= 16;
    if (!has_length || text[0] != '+' || text[1] == '0') return std::nullopt;
    if (text.find_first_not_of("0123456789", 1) != std::string::npos) return std::nullopt;
    return TelephoneNumber(std::move(text));
}

CorrespondenceDesk::CorrespondenceDesk(Database& database, const Clock& clock,
                                       const Informants& informants, const Shop& shop,
                                       const Config& config)
    : database_(database),
      clock_(clock),
      informants_(informants),
      currency_(shop.currency),
      shop_url_(without_slash(config.shop_url)),
      key_(derive_key(shop.secret, "notifications.unsubscribe")) {}

Result<Preferences> CorrespondenceDesk::preferences(const auth::UserId& customer) {
    const auto user = informants_.auth.user(customer);
    if (!user) return user.error();
    return view_of(database_.read(
        [&](Reader& reader) { return store::preferences(reader, customer, user->email); }));
}

Result<Preferences> CorrespondenceDesk::change(const auth::UserId& customer,
                                               const PreferenceChange& change) {
    if (const auto good = check(change); !good) return good.error();
    const auto user = informants_.auth.user(customer);
    if (!user) return user.error();
    return database_.transact([&](Tx& tx) -> Result<Preferences> {
        const auto now = clock_.now();
        store::lock_preferences(tx, customer);
        auto row = store::preferences(tx, customer, user->email);
        apply(change, row);
        store::write_preferences(tx, customer, row);
        if (change.devices) store::set_devices(tx, customer, *change.devices, now);
        if (change.kinds)
            for (const auto& [kind, wanted] : *change.kinds)
                wanted ? store::subscribe(tx, user->email, kind)
                       : store::unsubscribe(tx, user->email, kind, now);
        return view_of(store::preferences(tx, customer, user->email));
    });
}

Result<Subscription> CorrespondenceDesk::subscription(const std::string& token) {
    const auto opened = unseal(key_, token);
    if (!opened) return bad_link();
    const auto blank = opened->find(' ');
    Subscription subscription{opened->substr(blank + 1), opened->substr(0, blank)};
    if (!is_optional(subscription.kind)) return bad_link();
    return subscription;
}

Result<Subscription> CorrespondenceDesk::unsubscribe(const std::string& token) {
    auto meant = subscription(token);
    if (!meant) return meant;
    database_.transact(
        [&](Tx& tx) { store::unsubscribe(tx, meant->email, meant->kind, clock_.now()); });
    return meant;
}

std::string CorrespondenceDesk::unsubscribe_url(const std::string& email, const std::string& kind) {
    return shop_url_ + "/v1/unsubscribe/" + seal(key_, kind + " " + email);
}

Result<> CorrespondenceDesk::tell_when_back(const catalog::VariantId& variant,
                                            const EmailAddress& email,
                                            const std::optional<auth::UserId>& customer,
                                            const std::string& locale) {
    const auto found = informants_.catalog.sellable(std::vector{variant}, currency_);
    if (found.empty() || !found.front().published) return no_such_variant();
    database_.transact([&](Tx& tx) {
        store::ask(tx, {variant, email, customer, locale}, most_waiting, clock_.now());
    });
    return {};
}

std::int64_t CorrespondenceDesk::forget_old_questions() {
    return database_.transact(
        [&](Tx& tx) { return store::forget_questions(tx, clock_.now() - longest_wait); });
}

}  // namespace kontor::notifications
