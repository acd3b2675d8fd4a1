#include "account_letters.hpp"
#include "auth/events.hpp"
#include "auth/invitation_events.hpp"
#include "auth/link_events.hpp"
#include "cart/events.hpp"
#include "customers_followed.hpp"
#include "inventory/events.hpp"
#include "notifications/module.hpp"
#include "payments/events.hpp"
#include "returns/events.hpp"
#include "secretary.hpp"
#include "shipping/events.hpp"

#include <algorithm>
#include <functional>
#include <map>

namespace kontor::notifications {

using platform::Delivery;
using platform::Tx;

namespace {

using Drafts = std::vector<Draft>;

// What each fact is worth writing about. Reads the order as it is when the fact arrives.
class Reporter {
public:
    Reporter(const platform::Clock& clock, const Informants& informants,
             platform::Currency currency, std::int64_t review_request_days)
        : clock_(clock),
          informants_(informants),
          currency_(currency),
          review_request_days_(review_request_days) {}

    void registered(Tx&, const auth::UserRegistered& fact, const Delivery& delivery,
                    Drafts& drafts) const {
        drafts.push_back(to_account(fact, "welcome", delivery.event, clock_.now()));
    }

    void password_forgotten(Tx&, const auth::PasswordResetRequested& fact, const Delivery& delivery,
                            Drafts& drafts) const {
        drafts.push_back(with_link(fact, auth::LinkPurpose::password_reset, fact.link,
                                   informants_.links, delivery.event, clock_.now()));
    }

    void verification_requested(Tx&, const auth::AddressVerificationRequested& fact,
                                const Delivery& delivery, Drafts& drafts) const {
        drafts.push_back(with_link(fact, auth::LinkPurpose::address_verification, fact.link,
                                   informants_.links, delivery.event, clock_.now()));
    }

    void address_change_requested(Tx&, const auth::AddressChangeRequested& fact,
                                  const Delivery& delivery, Drafts& drafts) const {
        drafts.push_back(to_account(fact, "address_change_notice", delivery.event, clock_.now()));
        drafts.back().values["new_email"] = fact.new_email;
        if (!fact.link) return;
        auto draft = with_link(fact, auth::LinkPurpose::address_change, *fact.link,
                               informants_.links, delivery.event, clock_.now());
        draft.email = fact.new_email;
        draft.values["email"] = fact.new_email;
        drafts.push_back(std::move(draft));
    }

    void address_changed(Tx& tx, const auth::AddressChanged& fact, const Delivery& delivery,
                         Drafts& drafts) const {
        store::change_address(tx, fact.user, fact.former_email, fact.email);
        Values values{{"email", fact.former_email}, {"new_email", fact.email}};
        if (fact.display_name) values["name"] = *fact.display_name;
        drafts.push_back({delivery.event,
                          "address_changed",
                          fact.former_email,
                          std::move(values),
                          fact.user,
                          {},
                          {},
                          clock_.now()});
    }

    void account_remembered(Tx&, const auth::AccountRemembered& fact, const Delivery& delivery,
                            Drafts& drafts) const {
        auto draft = with_link(fact, auth::LinkPurpose::password_reset, fact.link,
                               informants_.links, delivery.event, clock_.now());
        draft.kind = "account_remembered";
        drafts.push_back(std::move(draft));
    }

    void password_changed(Tx&, const auth::PasswordChanged& fact, const Delivery& delivery,
                          Drafts& drafts) const {
        drafts.push_back(to_account(fact, "password_changed", delivery.event, clock_.now()));
    }

    void second_factor_changed(Tx&, const auth::SecondFactorChanged& fact, const Delivery& delivery,
                               Drafts& drafts) const {
        drafts.push_back(to_account(fact, "second_factor_changed", delivery.event, clock_.now()));
        drafts.back().values["enabled"] = fact.is_enabled;
    }

    void staff_invited(Tx&, const auth::StaffInvited& fact, const Delivery& delivery,
                       Drafts& drafts) const {
        drafts.push_back(invitation(fact, informants_.links, delivery.event, clock_.now()));
    }

    void sign_in_provider_changed(Tx&, const auth::SignInProviderChanged& fact,
                                  const Delivery& delivery, Drafts& drafts) const {
        drafts.push_back(
            to_account(fact, "sign_in_provider_changed", delivery.event, clock_.now()));
        drafts.back().values["provider"] = fact.provider;
        drafts.back().values["connected"] = fact.is_connected;
    }

    void placed(Tx&, const orders::OrderPlaced& fact, const Delivery& delivery,
                Drafts& drafts) const {
        const auto order = informants_.orders.order(fact.order, std::nullopt).value();
        auto draft = about(order, "order_placed", delivery.event);
        draft.customer = fact.customer;
        if (const auto transfer = awaited_transfer(order))
            draft.values["transfer"] = transfer_values(*transfer, order);
        drafts.push_back(std::move(draft));
    }

    // Who never got further than a refused payment has been told so by that.
    void cancelled(Tx&, const orders::OrderCancelled& fact, const Delivery& delivery,
                   Drafts& drafts) const {
        const bool sold_out = fact.reason == "stock_unavailable";
        if (!fact.was_placed && !sold_out) return;
        auto draft = about(fact.order, "order_cancelled", delivery.event);
        draft.values["stock_unavailable"] = sold_out;
        drafts.push_back(std::move(draft));
    }

    // Of however many attempts, once. Where the order stands all the same, the shop is to act.
    void declined(Tx&, const payments::PaymentDeclined& fact, const Delivery&,
                  Drafts& drafts) const {
        const auto order = informants_.orders.order(fact.order, std::nullopt).value();
        const bool stands =
            order.status == orders::Status::placed || order.status == orders::Status::completed;
        if (stands) return;
        drafts.push_back(about(order, "payment_refused", fact.order.uuid()));
    }

    void refunded(Tx&, const payments::PaymentRefunded& fact, const Delivery& delivery,
                  Drafts& drafts) const {
        auto draft = about(fact.order, "order_refunded", delivery.event);
        draft.values["refund"] = money_value(fact.amount);
        if (!fact.reason.empty()) draft.values["reason"] = fact.reason;
        drafts.push_back(std::move(draft));
    }

    void shipped(Tx&, const shipping::ShipmentShipped& fact, const Delivery& delivery,
                 Drafts& drafts) const {
        auto draft = about_items(fact.order, "shipment_shipped", delivery.event, fact.items);
        if (fact.carrier) draft.values["carrier"] = *fact.carrier;
        if (fact.tracking_number) draft.values["tracking_number"] = *fact.tracking_number;
        drafts.push_back(std::move(draft));
    }

    void delivered(Tx&, const shipping::ShipmentDelivered& fact, const Delivery& delivery,
                   Drafts& drafts) const {
        drafts.push_back(about_items(fact.order, "shipment_delivered", delivery.event, fact.items));
        if (review_request_days_ == 0) return;
        auto request = about_items(fact.order, "review_request", fact.order.uuid(), fact.items);
        request.due = clock_.now() + std::chrono::days(review_request_days_);
        drafts.push_back(std::move(request));
    }

    void return_requested(Tx&, const returns::ReturnRequested& fact, const Delivery& delivery,
                          Drafts& drafts) const {
        drafts.push_back(about_items(fact.order, "return_requested", delivery.event, fact.items));
    }

    void return_approved(Tx&, const returns::ReturnApproved& fact, const Delivery& delivery,
                         Drafts& drafts) const {
        auto draft = about(fact.order, "return_approved", delivery.event);
        if (fact.label) draft.values["label"] = *fact.label;
        drafts.push_back(std::move(draft));
    }

    void return_label_made(Tx&, const returns::ReturnLabelMade& fact, const Delivery& delivery,
                           Drafts& drafts) const {
        auto draft = about(fact.order, "return_approved", delivery.event);
        draft.values["label"] = fact.label;
        drafts.push_back(std::move(draft));
    }

    void return_rejected(Tx&, const returns::ReturnRejected& fact, const Delivery& delivery,
                         Drafts& drafts) const {
        auto draft = about(fact.order, "return_rejected", delivery.event);
        if (!fact.reason.empty()) draft.values["reason"] = fact.reason;
        drafts.push_back(std::move(draft));
    }

    void return_received(Tx&, const returns::ReturnReceived& fact, const Delivery& delivery,
                         Drafts& drafts) const {
        drafts.push_back(about_items(fact.order, "return_received", delivery.event, fact.items));
    }

    void abandoned(Tx&, const cart::CartAbandoned& fact, const Delivery& delivery,
                   Drafts& drafts) const {
        boost::json::array items;
        for (const auto& item : fact.items)
            items.push_back(Values{{"title", item.title},
                                   {"quantity", item.quantity},
                                   {"unit_price", money_value(item.unit_price)}});
        Values values{{"items", std::move(items)}};
        if (fact.customer)
            if (const auto user = informants_.auth.user(*fact.customer); user && user->name)
                values["name"] = *user->name;
        drafts.push_back({delivery.event,
                          "cart_abandoned",
                          fact.email,
                          std::move(values),
                          fact.customer,
                          {},
                          {},
                          clock_.now()});
    }

    void back(Tx& tx, const inventory::BackInStock& fact, const Delivery& delivery,
              Drafts& drafts) const {
        const auto found = informants_.catalog.sellable(std::vector{fact.variant}, currency_);
        if (found.empty() || !found.front().published) return;
        const auto& variant = found.front();
        Values values{{"title", variant.title}, {"sku", variant.sku}};
        if (variant.price) values["price"] = money_value(*variant.price);
        for (const auto& question : store::take_questions(tx, {fact.variant}))
            drafts.push_back({delivery.event,
                              "back_in_stock",
                              question.recipient,
                              values,
                              question.customer,
                              {},
                              question.locale,
                              clock_.now()});
    }

private:
    // Nobody is asked about an order that is paid.
    std::optional<payments::Payment> awaited_transfer(const orders::Order& order) const {
        if (order.payment_status != orders::PaymentState::none) return std::nullopt;
        for (auto& payment : informants_.payments.payments_of(order.id))
            if (payment.instructions) return std::move(payment);
        return std::nullopt;
    }

    Draft about(const orders::Order& order, const std::string& kind,
                const platform::Uuid& event) const {
        return {event,    kind, order.email,  order_values(order), {},
                order.id, {},   clock_.now(), order.language};
    }

    Draft about(const orders::OrderId& id, const std::string& kind,
                const platform::Uuid& event) const {
        return about(informants_.orders.order(id, std::nullopt).value(), kind, event);
    }

    // About some of its items, each with `item` and `quantity`.
    template <class Items>
    Draft about_items(const orders::OrderId& id, const std::string& kind,
                      const platform::Uuid& event, const Items& some) const {
        const auto order = informants_.orders.order(id, std::nullopt).value();
        auto draft = about(order, kind, event);
        boost::json::array items;
        for (const auto& one : some) {
            const auto item = std::ranges::find(order.items, one.item, &orders::OrderItem::id);
            if (item != order.items.end()) items.push_back(item_values(*item, one.quantity));
        }
        draft.values["items"] = std::move(items);
        return draft;
    }

    const platform::Clock& clock_;
    const Informants informants_;
    const platform::Currency currency_;
    const std::int64_t review_request_days_;
};

// Whole runs of facts become drafts, which are written down together.
class Desk {
public:
    Desk(Reporter reporter, Secretary secretary, Couriers& couriers)
        : reporter_(std::move(reporter)), secretary_(std::move(secretary)), couriers_(couriers) {}

    template <class Fact>
    void hear(void (Reporter::*report)(Tx&, const Fact&, const Delivery&, Drafts&) const) {
        reports_[std::string(Fact::name)] = [this, report](Tx& tx, const Delivery& delivery,
                                                           Drafts& drafts) {
            (reporter_.*report)(tx, delivery.read<Fact>(), delivery, drafts);
        };
    }

    void handle(Tx& tx, std::span<const Delivery> deliveries) const {
        Drafts drafts;
        for (const auto& delivery : deliveries)
            reports_.find(delivery.name)->second(tx, delivery, drafts);
        secretary_.write(tx, drafts);
        if (!drafts.empty()) tx.after_commit([this] { couriers_.wake(); });
    }

private:
    const Reporter reporter_;
    const Secretary secretary_;
    Couriers& couriers_;
    std::map<std::string, std::function<void(Tx&, const Delivery&, Drafts&)>, std::less<>> reports_;
};

}  // namespace

void subscribe(platform::Dispatcher& dispatcher, platform::Database& database,
               const platform::Clock& clock, Notifications& notifications,
               const Informants& informants, const Shop& shop, const Config& config,
               Couriers& couriers) {
    const auto desk = std::make_shared<Desk>(
        Reporter(clock, informants, shop.currency, config.review_request_days),
        Secretary(clock, notifications, informants, shop, config), couriers);
    platform::Subscription subscription("notifications.letters", database,
                                        platform::Subscription::Replays::skipped);
    const auto hear = [&]<class Fact>(void (Reporter::*report)(Tx&, const Fact&, const Delivery&,
                                                               Drafts&) const) {
        desk->hear(report);
        subscription.on_batch<Fact>(
            [desk](Tx& tx, std::span<const Delivery> deliveries) { desk->handle(tx, deliveries); });
    };
    hear(&Reporter::registered);
    hear(&Reporter::password_forgotten);
    hear(&Reporter::verification_requested);
    hear(&Reporter::address_change_requested);
    hear(&Reporter::address_changed);
    hear(&Reporter::account_remembered);
    hear(&Reporter::password_changed);
    hear(&Reporter::second_factor_changed);
    hear(&Reporter::staff_invited);
    hear(&Reporter::sign_in_provider_changed);
    hear(&Reporter::placed);
    hear(&Reporter::cancelled);
    hear(&Reporter::declined);
    hear(&Reporter::refunded);
    hear(&Reporter::shipped);
    hear(&Reporter::delivered);
    hear(&Reporter::return_requested);
    hear(&Reporter::return_approved);
    hear(&Reporter::return_label_made);
    hear(&Reporter::return_rejected);
    hear(&Reporter::return_received);
    hear(&Reporter::abandoned);
    hear(&Reporter::back);
    follow_customers(subscription, informants.auth);
    // Nobody waits for a mail by the second, and the more facts in a turn, the fewer statements.
    subscription.rest_between_turns(std::chrono::milliseconds(200));
    dispatcher.add(std::move(subscription));
}

}  // namespace kontor::notifications
