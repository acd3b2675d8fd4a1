#include "buyers.hpp"

#include "platform/core/uuid.hpp"

#include <array>

namespace kontor::chaos {

using test::Answer;
using test::Headers;
using test::HttpProbe;

namespace {

// Of a hundred kills, some cut off the same buyer's tries again and again.
constexpr std::chrono::minutes patience{15};
constexpr std::int64_t standard_shipping = 490;
constexpr std::chrono::milliseconds pause{50};
constexpr std::chrono::milliseconds pause_while_in_progress{200};

std::string new_key() {
    return platform::to_string(platform::new_uuid());
}

std::string code_of(const Answer& answer) {
    try {
        return answer.text("/code");
    } catch (const std::exception&) {
        return "without a problem document";
    }
}

bool in_progress(const Answer& answer) {
    return answer.status == 409 && code_of(answer).ends_with("_in_progress");
}

std::string any_token(std::minstd_rand& random) {
    constexpr std::array others{"sim_declined",          "sim_timeout",         "sim_error",
                                "sim_duplicate_webhook", "sim_requires_action", "sim_slow"};
    const auto choice = std::uniform_int_distribution<std::size_t>(0, 29)(random);
    return choice < others.size() ? others.at(choice) : "sim_ok";
}

// The customer says yes at the provider's.
void approve(const Shop& shop, Adventures& adventures, const Answer& answer) {
    const auto approved =
        insist(shop, adventures, [url = answer.text("/next_action/url")](const HttpProbe& probe) {
            return probe.post(url, "");
        });
    if (approved.status != 200) adventures.defects.count("approval: " + outcome_of(approved));
}

void cancel(const Shop& shop, Adventures& adventures, Purchase& purchase) {
    auto headers = purchase.headers;
    headers["Idempotency-Key"] += "-cancel";
    const auto answer = insist(shop, adventures, [&](const HttpProbe& probe) {
        return probe.post("/v1/orders/" + purchase.answer.text("/id") + "/cancel", "", headers);
    });
    purchase.cancelled = answer.status == 200;
    if (!purchase.cancelled) adventures.defects.count("cancelling: " + outcome_of(answer));
}

}  // namespace

void Tally::count(const std::string& what) {
    const std::scoped_lock lock(mutex_);
    ++counts_[what];
}

std::size_t Tally::of(const std::string& what) const {
    const std::scoped_lock lock(mutex_);
    const auto found = counts_.find(what);
    return found == counts_.end() ? 0 : found->second;
}

std::string Tally::text() const {
    const std::scoped_lock lock(mutex_);
    std::string text;
    for (const auto& [what, times] : counts_)
        text += (text.empty() ? "" : ", ") + std::to_string(times) + " x " + what;
    return text.empty() ? "none" : text;
}

std::string outcome_of(const Answer& answer) {
    if (answer.status < 400) return std::to_string(answer.status);
    return std::to_string(answer.status) + " " + code_of(answer);
}

bool tells_of_lost_cart(const std::string& outcome) {
    return outcome == "404 cart.no_such_cart" || outcome == "409 cart_changed" ||
           outcome == "422 cart.empty";
}

Answer insist(const Shop& shop, Adventures& adventures,
              const std::function<Answer(const HttpProbe&)>& ask) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < deadline) {
        try {
            auto answer = ask(HttpProbe(shop.address()));
            if (answer.status == 503) {
                adventures.troubles.count("503");
                if (!answer.headers.contains("retry-after"))
                    adventures.defects.count("503 without Retry-After");
            } else if (in_progress(answer)) {
                adventures.troubles.count("409 in progress");
                std::this_thread::sleep_for(pause_while_in_progress);
            } else {
                return answer;
            }
        } catch (const std::runtime_error&) {
            adventures.troubles.count("lost connection");
        }
        std::this_thread::sleep_for(pause);
    }
    adventures.defects.count("no definite answer");
    return {};
}

Purchase fill_cart(const Shop& shop, Adventures& adventures, const Items& items,
                   const Means& means) {
    Purchase purchase;
    const auto cart = insist(shop, adventures,
                             [](const HttpProbe& probe) { return probe.post("/v1/carts", "{}"); });
    purchase.cart = cart.text("/id");
    purchase.headers = {{"Guest-Token", cart.text("/guest_token")}};
    for (const auto& [sku, quantity] : items) {
        auto headers = purchase.headers;
        headers["Idempotency-Key"] = new_key();
        const auto item = R"({"sku":")" + sku + R"(","quantity":)" + std::to_string(quantity) + "}";
        const auto added = insist(shop, adventures, [&](const HttpProbe& probe) {
            return probe.post("/v1/carts/" + purchase.cart + "/items", item, headers);
        });
        if (added.status == 200)
            purchase.items[sku] = quantity;
        else if (tells_of_lost_cart(outcome_of(added)))
            adventures.troubles.count("a lost cart");
        else if (added.status != 409)
            adventures.defects.count("item: " + outcome_of(added));
    }
    auto expected = standard_shipping;
    for (const auto& [sku, quantity] : purchase.items) expected += price * quantity;
    purchase.headers["Idempotency-Key"] = new_key();
    purchase.email = new_key() + "@example.org";
    purchase.body =
        R"({"cart_id":")" + purchase.cart + R"(","email":")" + purchase.email +
        R"(","expected_total":{"amount":)" + std::to_string(expected) +
        R"(,"currency":"EUR"},"shipping_address":{"name":"Ada Buyer","line1":"1 Chaos Street",)" +
        R"("city":"Berlin","postal_code":"10115","country":"DE"},)" + R"("payment":{"provider":")" +
        means.provider + R"(","token":")" + means.token + R"("}})";
    return purchase;
}

Answer place_order(const HttpProbe& probe, const Purchase& purchase) {
    return probe.post(purchase.path, purchase.body, purchase.headers);
}

Wish any_wish(const std::vector<Good>& goods, std::minstd_rand& random) {
    std::uniform_int_distribution<std::size_t> any(0, goods.size() - 1);
    std::uniform_int_distribution<std::int64_t> one_or_two(1, 2);
    const auto first = any(random);
    const auto second = any(random);
    Wish wish;
    wish.items.emplace_back(goods[first].sku, one_or_two(random));
    if (second != first) wish.items.emplace_back(goods[second].sku, one_or_two(random));
    wish.means.token = any_token(random);
    wish.cancels = std::uniform_int_distribution(0, 19)(random) == 0;
    return wish;
}

void buy(const Shop& shop, Adventures& adventures, Journal& journal, Purchase& purchase,
         bool cancels) {
    journal.write(purchase);
    purchase.answer = insist(shop, adventures,
                             [&](const HttpProbe& probe) { return place_order(probe, purchase); });
    journal.write(purchase);
    if (purchase.answer.status == 202 && purchase.answer.text("/status") == "requires_action")
        approve(shop, adventures, purchase.answer);
    if (!cancels || purchase.answer.status != 201) return;
    cancel(shop, adventures, purchase);
    journal.write(purchase);
}

Crowd::Crowd(const Shop& shop, std::size_t buyers, unsigned seed, Habit habit)
    : shop_(shop), habit_(std::move(habit)), journal_(shop.journal()) {
    for (unsigned buyer = 0; buyer < buyers; ++buyer)
        buyers_.emplace_back([this, seed, buyer] { shop_on(seed + buyer); });
}

std::vector<Purchase> Crowd::go_home() {
    closing_ = true;
    buyers_.clear();
    return journal_.purchases();
}

void Crowd::shop_on(unsigned seed) {
    std::minstd_rand random(seed);
    while (!closing_) {
        try {
            buy_something(random);
        } catch (const std::exception& failure) {
            adventures_.defects.count(failure.what());
        }
    }
}

void Crowd::buy_something(std::minstd_rand& random) {
    const auto wish = habit_(shop_.goods(), random);
    auto purchase = fill_cart(shop_, adventures_, wish.items, wish.means);
    if (purchase.items.empty()) return;
    buy(shop_, adventures_, journal_, purchase, wish.cancels);
    ++bought_;
}

}  // namespace kontor::chaos
