#include "audit.hpp"

#include "books.hpp"

#include <chrono>
#include <fstream>

namespace kontor::chaos {

using test::Answer;
using test::HttpProbe;

namespace {

constexpr std::chrono::seconds settling{150};
constexpr std::int64_t price = 1000;

// Addressee by addressee.
std::map<std::string, int> mails_in(const std::filesystem::path& spool) {
    std::map<std::string, int> mails;
    if (!std::filesystem::exists(spool)) return mails;
    for (const auto& entry : std::filesystem::directory_iterator(spool)) {
        std::ifstream file(entry.path());
        for (std::string line; std::getline(file, line);)
            if (line.starts_with("To: ")) {
                ++mails[line.substr(4, line.find('\r') - 4)];
                break;
            }
    }
    return mails;
}

std::int64_t price_of(const Purchase& purchase) {
    std::int64_t sum = 0;
    for (const auto& [sku, quantity] : purchase.items) sum += price * quantity;
    return sum;
}

class Audit {
public:
    Audit(const Shop& shop, const std::vector<Purchase>& purchases, Adventures& adventures,
          Report& report)
        : shop_(shop),
          purchases_(purchases),
          adventures_(adventures),
          report_(report),
          books_(shop.dsn()) {}

    void settle();
    void collect_orders();
    void compare_with_what_is_shown();
    void compare_with_what_is_booked();
    void compare_mails();
    void compare_stock();
    void ask_again();
    void conclude();

private:
    Answer ask(const std::function<Answer(const HttpProbe&)>& question) {
        return insist(shop_, adventures_, question);
    }
    void follow(const Purchase& purchase);
    std::string difference(const std::string& order, const Purchase& purchase,
                           const Answer& shown) const;
    std::string number_of_orders() const { return std::to_string(orders_.size()) + " orders"; }

    const Shop& shop_;
    const std::vector<Purchase>& purchases_;
    Adventures& adventures_;
    Report& report_;
    Books books_;
    std::map<std::string, const Purchase*> orders_;  // by id: what buyers were told of
};

void Audit::settle() {
    const auto begin = std::chrono::steady_clock::now();
    std::vector<std::string> unfinished;
    test::eventually(
        [&] {
            unfinished = books_.unfinished();
            return unfinished.empty();
        },
        settling);
    report_.expect_none("nothing is stuck", unfinished,
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

std::string Audit::difference(const std::string& order, const Purchase& purchase,
                              const Answer& shown) const {
    if (shown.status != 200) return order + " is answered " + outcome_of(shown);
    const auto state = shown.text("/status") + ", " + shown.text("/payment_status");
    if (state != "placed, paid") return order + " is " + state;
    if (shown.number("/totals/subtotal/amount") != price_of(purchase))
        return order + " has other items than were bought";
    if (purchase.answer.status == 201 &&
        shown.json().at("totals") != purchase.answer.json().at("totals"))
        return order + " has another total than the buyer was told";
    return "";
}

void Audit::compare_with_what_is_shown() {
    std::vector<std::string> wrong;
    for (const auto& [order, purchase] : orders_) {
        const auto shown = ask([target = "/v1/orders/" + order, purchase](const HttpProbe& probe) {
            return probe.get(target, purchase->headers);
        });
        if (auto found = difference(order, *purchase, shown); !found.empty())
            wrong.push_back(std::move(found));
    }
    report_.expect_none("every order that a buyer was told of is there, paid, as told", wrong,
                        number_of_orders());
}

void Audit::compare_with_what_is_booked() {
    std::vector<std::string> unknown, money, shipments;
    const auto booked = books_.orders();
    for (const auto& order : booked) {
        const auto id = platform::to_typeid("ord", order.id);
        if (!orders_.contains(id)) unknown.push_back(id + ", " + order.status);
        if (order.captures != 1 || order.charges != 1 || order.kept != order.total ||
            order.ledger != order.total)
            money.push_back(id + ": " + std::to_string(order.captures) + " captures, " +
                            std::to_string(order.charges) + " charges, " +
                            std::to_string(order.kept) + " kept, " + std::to_string(order.ledger) +
                            " in the ledger");
        if (order.shipments != 1) shipments.push_back(id + ": " + std::to_string(order.shipments));
    }
    const auto number = std::to_string(booked.size()) + " orders";
    report_.expect_none("no buyer has an order nobody told them of", unknown, number);
    report_.expect_none("each order was paid once: here, in the ledger, at the provider", money,
                        number);
    report_.expect_none("each order has one shipment", shipments, number);
    const auto stray = books_.charges_without_order();
    report_.expect("no money was kept for no order", stray == 0, std::to_string(stray));
    const auto sum = books_.sum_of_ledger();
    report_.expect("the ledger adds up to nothing", sum == 0, std::to_string(sum));
}

void Audit::compare_mails() {
    auto mails = mails_in(shop_.mails());
    const auto number = std::to_string(mails.size()) + " mails";
    std::vector<std::string> wrong;
    for (const auto& [order, purchase] : orders_)
        if (const auto found = mails[purchase->email]; found != 1)
            wrong.push_back(order + ": " + std::to_string(found) + " mails");
    report_.expect_none("each order has one mail", wrong, number);
}

void Audit::compare_stock() {
    std::map<std::string, std::int64_t> sold, stock;
    for (const auto& [order, purchase] : orders_)
        for (const auto& [sku, quantity] : purchase->items) sold[sku] += quantity;
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
    report_.expect_none("what was sold is allocated, never more than there is, nothing is held",
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
    report_.expect_none("the same key gets the same answer again", wrong,
                        std::to_string(purchases_.size()) + " asked");
}

void Audit::conclude() {
    const auto defects = adventures_.defects.text();
    report_.expect("no answer was out of order", defects == "none", defects);
    std::vector<std::string> illness{shop_.illness()};
    if (illness.front().empty()) illness.clear();
    report_.expect_none("kontor doctor finds nothing", illness, "asked at the end");
}

}  // namespace

void audit(const Shop& shop, const std::vector<Purchase>& purchases, Adventures& adventures,
           Report& report) {
    Audit books(shop, purchases, adventures, report);
    books.settle();
    books.collect_orders();
    books.compare_with_what_is_shown();
    books.compare_with_what_is_booked();
    books.compare_mails();
    books.compare_stock();
    books.ask_again();
    books.conclude();
}

}  // namespace kontor::chaos
