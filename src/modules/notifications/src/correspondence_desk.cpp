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

bool is_marketing(std::string_view kind) {
    const auto* found = find_kind(kind);
    return found && found->is_marketing;
}

Error consent_required(const std::string& kind) {
    const std::string message =
        "Messages of the kind '" + kind +
        "' come to who consents: PUT /v1/me/consents/marketing_email first.";
    return {ErrorKind::conflict,
            "notifications.consent_required",
            message,
            {{"/kinds/" + kind, "consent", message}}};
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
    if (change.phone && !change.phone->value) row.sms = false;
}

}  // namespace

bool TelephoneNumberRule::normalise(const std::string& text) {
    const bool has_length = text.size() >= 8 && text.size() <= 16;
    return has_length && text[0] == '+' && text[1] != '0' &&
           text.find_first_not_of("0123456789", 1) == std::string::npos;
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

bool CorrespondenceDesk::consents(const auth::UserId& customer) {
    return !informants_.consents.willing(customers::Purpose::marketing_email, {customer}).empty();
}

Preferences CorrespondenceDesk::view_of(const store::PreferenceRow& row, bool consents) const {
    Preferences preferences{{row.locale}, {row.phone}, row.sms, row.push, row.devices, {}};
    for (const auto& kind : optional_kinds())
        preferences.kinds[kind] = std::ranges::find(row.unwanted, kind) == row.unwanted.end() &&
                                  (consents || !is_marketing(kind));
    return preferences;
}

Result<Preferences> CorrespondenceDesk::preferences(const auth::UserId& customer) {
    const auto user = informants_.auth.user(customer);
    if (!user) return user.error();
    return view_of(database_.read([&](Reader& reader) {
        return store::preferences(reader, informants_.sealer, customer, user->email);
    }),
                   consents(customer));
}

Result<Preferences> CorrespondenceDesk::change(const auth::UserId& customer,
                                               const PreferenceChange& change) {
    if (const auto good = check(change); !good) return good.error();
    const auto user = informants_.auth.user(customer);
    if (!user) return user.error();
    const bool may_market = consents(customer);
    if (change.kinds && !may_market)
        for (const auto& [kind, wanted] : *change.kinds)
            if (wanted && is_marketing(kind)) return consent_required(kind);
    return database_.together([&]() -> Result<Preferences> {
        if (const auto held = informants_.auth.hold(customer); !held) return held.error();
        return database_.transact([&](Tx& tx) -> Result<Preferences> {
            const auto now = clock_.now();
            store::lock_preferences(tx, customer);
            auto row = store::preferences(tx, informants_.sealer, customer, user->email);
            apply(change, row);
            store::write_preferences(tx, informants_.sealer, customer, row);
            if (change.devices) store::set_devices(tx, customer, *change.devices, now);
            if (change.kinds)
                for (const auto& [kind, wanted] : *change.kinds)
                    wanted ? store::want(tx, customer, user->email, kind)
                           : store::want_no_more(tx, customer, kind, now);
            return view_of(store::preferences(tx, informants_.sealer, customer, user->email),
                           may_market);
        });
    });
}

// The kind, the customer where there is one, and the address, which has no blanks.
Result<Subscription> CorrespondenceDesk::subscription(const std::string& token) {
    const auto opened = unseal(key_, token);
    if (!opened) return bad_link();
    const auto first = opened->find(' ');
    const auto last = opened->rfind(' ');
    Subscription subscription{opened->substr(last + 1), opened->substr(0, first)};
    if (first != last)
        subscription.customer = auth::UserId::parse(opened->substr(first + 1, last - first - 1));
    if (!is_optional(subscription.kind)) return bad_link();
    return subscription;
}

Result<Subscription> CorrespondenceDesk::unsubscribe(
    const std::string& token, const customers::Circumstances& circumstances) {
    const auto meant = subscription(token);
    if (!meant) return meant;
    if (!meant->customer)
        database_.transact(
            [&](Tx& tx) { store::unsubscribe(tx, meant->email, meant->kind, clock_.now()); });
    else
        // An account that was forgotten is written to no more.
        (void)unsubscribe(*meant->customer, meant->kind, circumstances);
    return meant;
}

// Two transactions, of which both may be repeated: what is left undone the next click does.
Result<> CorrespondenceDesk::unsubscribe(const auth::UserId& customer, const std::string& kind,
                                         const customers::Circumstances& circumstances) {
    if (is_marketing(kind) && consents(customer)) {
        const auto withdrawn = informants_.consents.decide(
            customer, customers::Purpose::marketing_email,
            {false, {}, Text<1, 60>::accept("unsubscribe link")}, circumstances);
        if (!withdrawn) return withdrawn.error();
    }
    return database_.together([&]() -> Result<> {
        if (const auto held = informants_.auth.hold(customer); !held) return held.error();
        database_.transact([&](Tx& tx) { store::want_no_more(tx, customer, kind, clock_.now()); });
        return {};
    });
}

std::string CorrespondenceDesk::unsubscribe_url(const Subscription& subscription) {
    const auto customer = subscription.customer ? subscription.customer->text() + " " : "";
    return shop_url_ + "/v1/unsubscribe/" +
           seal(key_, subscription.kind + " " + customer + subscription.email);
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
