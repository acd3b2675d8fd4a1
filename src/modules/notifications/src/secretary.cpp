#include "secretary.hpp"

#include "kinds.hpp"
#include "service.hpp"

#include <algorithm>
#include <iterator>

namespace kontor::notifications {

namespace {

bool is_optional(const Draft& draft) {
    return find_kind(draft.kind)->is_optional;
}

bool is_marketing(const Draft& draft) {
    return find_kind(draft.kind)->is_marketing;
}

std::optional<auth::UserId> customer_of(const Draft& draft, const store::Known& known) {
    return draft.customer ? draft.customer : known.customer;
}

// Of a guest whose first message this is nothing can be known.
bool must_be_looked_up(const Draft& draft) {
    const bool is_first = draft.kind == "order_placed" || !draft.order;
    return draft.customer || is_optional(draft) || !is_first;
}

// The first message of an order knows whose it is; written in the same turn it is in no table yet.
std::optional<auth::UserId> customer_among(const std::vector<Draft>& drafts, const Draft& draft) {
    if (draft.customer || !draft.order) return draft.customer;
    const auto found = std::ranges::find_if(
        drafts, [&](const Draft& other) { return other.order == draft.order && other.customer; });
    return found == drafts.end() ? std::nullopt : found->customer;
}

std::vector<store::Known> look_up(platform::Tx& tx, const platform::Sealer& sealer,
                                  const std::vector<Draft>& drafts) {
    std::vector<store::Known> known(drafts.size());
    if (std::ranges::none_of(drafts, must_be_looked_up)) return known;
    std::vector<store::Addressee> addressees;
    for (const auto& draft : drafts) {
        store::Addressee addressee{{}, {}, draft.email, draft.kind};
        if (const auto customer = customer_among(drafts, draft))
            addressee.customer = customer->uuid();
        if (draft.order) addressee.order = draft.order->uuid();
        addressees.push_back(std::move(addressee));
    }
    return store::look_up(tx, sealer, addressees);
}

}  // namespace

Secretary::Secretary(const platform::Clock& clock, Notifications& notifications,
                     const Informants& informants, const Shop& shop, const Config& config)
    : clock_(clock),
      notifications_(notifications),
      consents_(informants.consents),
      sealer_(informants.sealer),
      language_(shop.language),
      domain_(domain_of(config.from)),
      shop_values_(shop_values(config)),
      has_sms_(!config.sms.url.empty()),
      has_push_(!config.push.url.empty()) {}

void Secretary::write(platform::Tx& tx, const std::vector<Draft>& drafts) const {
    if (drafts.empty()) return;
    const auto known = look_up(tx, sealer_, drafts);
    const auto willing = ask(drafts, known);
    std::vector<store::NewMessage> messages;
    for (std::size_t i = 0; i < drafts.size(); ++i)
        std::ranges::move(messages_of(drafts[i], known[i], willing), std::back_inserter(messages));
    store::insert(tx, sealer_, messages, clock_.now());
}

Secretary::Willing Secretary::ask(const std::vector<Draft>& drafts,
                                  const std::vector<store::Known>& known) const {
    std::vector<auth::UserId> customers;
    for (std::size_t i = 0; i < drafts.size(); ++i)
        if (const auto customer = customer_of(drafts[i], known[i]);
            customer && is_marketing(drafts[i]))
            customers.push_back(*customer);
    Willing willing;
    if (customers.empty()) return willing;
    const auto ask_for = [&](Channel channel) {
        const auto found = consents_.willing(purpose_of(channel), customers);
        willing[channel].insert(found.begin(), found.end());
    };
    ask_for(Channel::email);
    if (has_sms_) ask_for(Channel::sms);
    if (has_push_) ask_for(Channel::push);
    return willing;
}

std::vector<store::NewMessage> Secretary::messages_of(const Draft& draft, const store::Known& known,
                                                      const Willing& willing) const {
    std::vector<store::NewMessage> messages;
    if (known.is_unsubscribed) return messages;
    const auto customer = customer_of(draft, known);
    auto values = draft.values;
    for (const auto& [name, value] : shop_values_) values[name] = value;
    if (is_optional(draft))
        values["unsubscribe_url"] =
            notifications_.correspondence().unsubscribe_url({draft.email, draft.kind, customer});
    const auto locale =
        draft.locale ? *draft.locale : known.locale.value_or(draft.ordered_in.value_or(language_));
    const auto may_be_sent = [&](Channel channel) {
        if (!is_marketing(draft)) return true;
        const auto found = willing.find(channel);
        return customer && found != willing.end() && found->second.contains(*customer);
    };

    const auto add = [&](Channel channel, const std::string& recipient) {
        if (!may_be_sent(channel)) return;
        auto letter = notifications_.templates().write(draft.kind, channel, locale, values);
        if (!letter) return;
        const auto id = MessageId::make();
        messages.push_back({id, draft.event, channel, draft.kind, recipient, *std::move(letter),
                            id.text() + "@" + domain_, draft.order, customer, draft.due,
                            draft.link});
    };
    add(Channel::email, draft.email);
    if (has_sms_ && known.phone) add(Channel::sms, *known.phone);
    if (has_push_)
        for (const auto& device : known.devices) add(Channel::push, device);
    return messages;
}

}  // namespace kontor::notifications
