#include "audit.hpp"

#include "letters.hpp"

#include <chrono>
#include <set>

namespace kontor::chaos {

using test::Answer;
using test::HttpProbe;

namespace {

constexpr std::chrono::seconds settling{150};

std::int64_t price_of(const Purchase& purchase) {
    std::int64_t sum = 0;
    for (const auto& [sku, quantity] : purchase.items) sum += price * quantity;
    return sum;
}

std::string named(const std::string& order, const Purchase& purchase) {
    return purchase.label.empty() ? order : order + " (" + purchase.label + ")";
}

std::string expected_state(const Purchase& purchase) {
    if (purchase.cancelled) return "cancelled, voided";
    return purchase.refunded == 0 ? "placed, paid" : "placed, refunded";
}

bool adds_up(const Answer& order) {
    const auto sum = [&](const std::string& name) {
        return order.number("/totals/" + name + "/amount");
    };
    const auto json = order.json();
    std::int64_t items = 0;
    for (const auto& item : json.at("items").as_array())
        items += item.at_pointer("/unit_price/amount").as_int64() * item.at("quantity").as_int64();
    return items == sum("subtotal") && sum("total") == sum("subtotal") - sum("discount") +
                                                           sum("shipping") + sum("tax") -
                                                           sum("tax_included");
}

class Audit {
public:
    Audit(const Shop& shop, const std::vector<Purchase>& purchases, Adventures& adventures,
          Report& report, const AuditOptions& options)
        : shop_(shop),
          purchases_(purchases),
          adventures_(adventures),
          report_(report),
          options_(options),
          books_(shop.dsn()) {}

    void settle();
    void collect_orders();
    void compare_with_what_is_shown();
    void compare_with_what_is_booked();
    void compare_money();
    void compare_letters();
    void compare_stock();
    void ask_again();
    void conclude();

private:
    Answer ask(const std::function<Answer(const HttpProbe&)>& question) {
        return insist(shop_, adventures_, question);
    }
    void follow(const Purchase& purchase);
    std::string difference(const Purchase& purchase, const Answer& shown) const;
    std::string number_of_orders() const { return std::to_string(orders_.size()) + " orders"; }

    const Shop& shop_;
    const std::vector<Purchase>& purchases_;
    Adventures& adventures_;
    Report& report_;
    const AuditOptions& options_;
    Books books_;
    std::map<std::string, const Purchase*> orders_;  // by id: what buyers were told of
};

void Audit::settle() {
    const auto begin = std::chrono::steady_clock::now();
    std::vector<std::string> unfinished;
    test::eventually(
        [&] {
            unfinished = books_.unfinished();
            // A fact that was handled during that look may have become a mail after it.
            if (unfinished.empty()) unfinished = books_.unfinished();
            return unfinished.empty();
        },
        settling);
    report_.expect_none("O4: nothing is stuck", unfinished,
                        seconds_since(begin) + " after the last buyer left");
}

void Audit::collect_orders() {
    Tally answers;
    for (const auto& purchase : purchases_) {
        const auto outcome = outcome_of(purchase.answer);
        answers.count(outcome);
        if (purchase.answer.status == 201)
            orders_.emplace(purchase.answer.text("/id"), &purchase);
        else if (purchase.answer.status == 202)
            follow(purchase);
        else if (tells_of_lost_cart(outcome))
            adventures_.troubles.count("a lost cart");
        else if (outcome != "402 payment_declined" && outcome != "409 insufficient_stock")
            adventures_.defects.count("order: " + outcome);
    }
    report_.note("answers to buyers", answers.text());
    report_.note("reasons to ask again", adventures_.troubles.text());
}

// The payment was still under way when the buyer was answered: the checkout knows by now.
void Audit::follow(const Purchase& purchase) {
    const auto checkout = ask([&](const HttpProbe& probe) {
        return probe.get("/v1/checkouts/" + purchase.answer.text("/checkout_id"), purchase.headers);
    });
    const auto status = checkout.status == 200 ? checkout.text("/status") : outcome_of(checkout);
    if (status == "completed")
        orders_.emplace(checkout.text("/order_id"), &purchase);
    else if (status != "open")
        adventures_.defects.count("checkout left " + status);
}

std::string Audit::difference(const Purchase& purchase, const Answer& shown) const {
    if (shown.status != 200) return "is answered " + outcome_of(shown);
    const auto state = shown.text("/status") + ", " + shown.text("/payment_status");
    if (state != expected_state(purchase)) return "is " + state;
    if (shown.number("/totals/subtotal/amount") != price_of(purchase))
        return "has other items than were bought";
    if (purchase.answer.status == 201 &&
        shown.json().at("totals") != purchase.answer.json().at("totals"))
        return "has another total than the buyer was told";
    return "";
}

void Audit::compare_with_what_is_shown() {
    std::vector<std::string> wrong, sums;
    for (const auto& [order, purchase] : orders_) {
        const auto shown = ask([target = "/v1/orders/" + order, purchase](const HttpProbe& probe) {
            return probe.get(target, purchase->headers);
        });
        if (const auto found = difference(*purchase, shown); !found.empty())
            wrong.push_back(named(order, *purchase) + " " + found);
        else if (!adds_up(shown))
            sums.push_back(named(order, *purchase));
    }
    report_.expect_none("O1: every order that a buyer was told of is there, as told", wrong,
                        number_of_orders());
    report_.expect_none("M4: the total of each order is the sum of its parts", sums,
                        number_of_orders());
}

void Audit::compare_with_what_is_booked() {
    std::vector<std::string> unknown, shipments;
    std::size_t alive = 0;
    for (const auto& order : books_.orders()) {
        if (order.status == "cancelled" || order.status == "expired") continue;
        ++alive;
        const auto id = platform::to_typeid("ord", order.id);
        if (!orders_.contains(id)) unknown.push_back(id + ", " + order.status);
        if (order.shipments != 1) shipments.push_back(id + ": " + std::to_string(order.shipments));
    }
    const auto number = std::to_string(alive) + " orders";
    report_.expect_none("O2: no buyer has an order nobody told them of", unknown, number);
    report_.expect_none("E2: each order has one shipment", shipments, number);
    report_.expect_none("O5: a cart is sold if and only if it has one order", books_.torn_carts(),
                        std::to_string(purchases_.size()) + " carts");
    report_.expect_none("O3, M6: orders and payments took legal steps only", books_.illegal_steps(),
                        "all in the history");
}

void Audit::compare_money() {
    std::map<std::string, Taken> provider;
    for (auto& taken : options_.provider ? options_.provider() : books_.simulator())
        provider[taken.order] = taken;
    std::vector<std::string> twice, different;
    std::int64_t total = 0;
    for (const auto& order : books_.orders()) {
        const auto id = platform::to_typeid("ord", order.id);
        const auto taken = provider[id];
        provider.erase(id);
        const bool sold = order.status != "cancelled" && order.status != "expired";
        const auto told = orders_.find(id);
        const auto refunded = told == orders_.end() ? 0 : told->second->refunded;
        const auto due = sold ? order.total - refunded : 0;
        total += due;
        if (order.captures > 1 || taken.charges > 1)
            twice.push_back(id + ": " + std::to_string(order.captures) + " captures, " +
                            std::to_string(taken.charges) + " charges");
        if (order.kept != due || order.ledger != due || taken.kept != due)
            different.push_back(id + " (" + order.status + "): " + std::to_string(due) + " due, " +
                                std::to_string(order.kept) + " kept, " +
                                std::to_string(order.ledger) + " in the ledger, " +
                                std::to_string(taken.kept) + " at the provider");
    }
    for (const auto& [order, taken] : provider)
        if (taken.kept != 0) different.push_back(order + " is known to the provider only");
    report_.expect_none("M2: no order was paid for twice", twice, "here and at the provider");
    report_.expect_none("M3: order, ledger and provider agree, to the cent", different,
                        std::to_string(total) + " cents in " + number_of_orders());
    report_.expect_none("M1, S1: the ledger adds up to nothing, no stock is below nothing",
                        books_.impossible(), "at the end");
}

void Audit::compare_letters() {
    const auto letters = letters_in(options_.mails.empty() ? shop_.mails() : options_.mails);
    std::map<std::string, std::size_t> arrived;  // by Message-ID
    for (const auto& letter : letters) ++arrived[letter.message_id];
    std::set<std::pair<std::string, std::string>> subjects;
    std::map<std::string, std::size_t> written;  // by addressee
    std::vector<std::string> wrong;
    const auto booked = books_.messages();
    for (const auto& message : booked) {
        ++written[message.recipient];
        if (!subjects.emplace(message.order + message.recipient, message.kind).second)
            wrong.push_back("another " + message.kind + " of order " + message.order);
        if (!arrived.contains(message.message_id))
            wrong.push_back(message.kind + ", " + message.status + ", did not arrive");
    }
    for (const auto& [order, purchase] : orders_)
        if (written[purchase->email] < (purchase->cancelled ? 2U : 1U))
            wrong.push_back(named(order, *purchase) + ": letters are missing");
    report_.expect_none("N1: each letter was written once and arrived", wrong,
                        std::to_string(booked.size()) + " letters");
    std::vector<std::string> doubled;
    for (const auto& [message_id, times] : arrived)
        if (times > 1) doubled.push_back(message_id + ": " + std::to_string(times) + " times");
    const auto cut = std::to_string(options_.letters_cut) + " letters cut";
    if (letters.size() - arrived.size() <= options_.letters_cut) doubled.clear();
    report_.expect_none("N1: none arrived twice but those that were cut", doubled, cut);
}

void Audit::compare_stock() {
    std::map<std::string, std::int64_t> sold, stock;
    for (const auto& [order, purchase] : orders_)
        for (const auto& [sku, quantity] : purchase->items)
            if (!purchase->cancelled) sold[sku] += quantity;
    for (const auto& good : shop_.goods()) stock[good.sku] = good.stock;
    std::vector<std::string> wrong;
    std::int64_t pieces = 0;
    for (const auto& level : books_.levels()) {
        pieces += level.allocated;
        if (level.allocated != sold[level.sku] || level.on_hand != stock[level.sku] ||
            level.reserved != 0 || level.allocated > level.on_hand)
            wrong.push_back(level.sku + ": " + std::to_string(level.allocated) + " allocated, " +
                            std::to_string(level.reserved) + " held, " +
                            std::to_string(sold[level.sku]) + " sold of " +
                            std::to_string(level.on_hand));
    }
    report_.expect_none("S1, S2, S3: what was sold is allocated, the rest is there, none is held",
                        wrong, std::to_string(pieces) + " pieces");
}

void Audit::ask_again() {
    std::vector<std::string> wrong;
    for (const auto& purchase : purchases_) {
        const auto again =
            ask([&](const HttpProbe& probe) { return place_order(probe, purchase); });
        if (again.status != purchase.answer.status || again.body != purchase.answer.body)
            wrong.push_back(outcome_of(purchase.answer) + " became " + outcome_of(again));
    }
    report_.expect_none("O2: the same key gets the same answer again, byte by byte", wrong,
                        std::to_string(purchases_.size()) + " asked");
}

void Audit::conclude() {
    if (!options_.database_crashed && adventures_.troubles.of("a lost cart") > 0)
        adventures_.defects.count("a lost cart");
    const auto defects = adventures_.defects.text();
    report_.expect("no answer was out of order", defects == "none", defects);
    std::vector<std::string> illness{shop_.illness()};
    if (illness.front().empty()) illness.clear();
    report_.expect_none("kontor doctor finds nothing", illness, "asked at the end");
}

}  // namespace

void audit(const Shop& shop, const std::vector<Purchase>& purchases, Adventures& adventures,
           Report& report, const AuditOptions& options) {
    Audit books(shop, purchases, adventures, report, options);
    books.settle();
    books.collect_orders();
    books.compare_with_what_is_shown();
    books.compare_with_what_is_booked();
    books.compare_money();
    books.compare_letters();
    books.compare_stock();
    books.ask_again();
    books.conclude();
}

}  // namespace kontor::chaos
