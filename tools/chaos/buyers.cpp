#include "buyers.hpp"

#include "platform/core/uuid.hpp"

#include <array>

namespace kontor::chaos {

using test::Answer;
using test::Headers;
using test::HttpProbe;

namespace {

constexpr std::chrono::minutes patience{3};
constexpr std::chrono::milliseconds pause{50};

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

// Most pay at once; the others take every other way that a payment may go.
std::string any_token(std::minstd_rand& random) {
    constexpr std::array others{"sim_declined", "sim_timeout", "sim_error",
                                "sim_duplicate_webhook"};
    const auto choice = std::uniform_int_distribution<std::size_t>(0, 19)(random);
    return choice < others.size() ? others.at(choice) : "sim_ok";
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

Purchase fill_cart(const Shop& shop, Adventures& adventures,
                   const std::map<std::string, std::int64_t>& items, const std::string& token) {
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
        else if (added.status != 409)
            adventures.defects.count("item: " + outcome_of(added));
    }
    purchase.headers["Idempotency-Key"] = new_key();
    purchase.email = new_key() + "@example.org";
    purchase.body = R"({"cart_id":")" + purchase.cart + R"(","email":")" + purchase.email +
                    R"(","shipping_address":{"name":"Ada Buyer","line1":"1 Chaos Street",)" +
                    R"("city":"Berlin","postal_code":"10115","country":"DE"},)" +
                    R"("payment":{"provider":"simulator","token":")" + token + R"("}})";
    return purchase;
}

Answer place_order(const HttpProbe& probe, const Purchase& purchase) {
    return probe.post("/v1/orders", purchase.body, purchase.headers);
}

Crowd::Crowd(const Shop& shop, std::size_t buyers, unsigned seed) : shop_(shop) {
    for (unsigned buyer = 0; buyer < buyers; ++buyer)
        buyers_.emplace_back([this, seed, buyer] { shop_on(seed + buyer); });
}

std::vector<Purchase> Crowd::go_home() {
    closing_ = true;
    buyers_.clear();
    return std::move(purchases_);
}

void Crowd::shop_on(unsigned seed) {
    std::minstd_rand random(seed);
    while (!closing_) {
        try {
            auto purchase = buy_something(random);
            if (!purchase) continue;
            ++bought_;
            const std::scoped_lock lock(mutex_);
            purchases_.push_back(*std::move(purchase));
        } catch (const std::exception& failure) {
            adventures_.defects.count(failure.what());
        }
    }
}

std::optional<Purchase> Crowd::buy_something(std::minstd_rand& random) {
    std::map<std::string, std::int64_t> items;
    const auto& goods = shop_.goods();
    for (int item = 0; item < 2; ++item)
        items[goods[std::uniform_int_distribution<std::size_t>(0, goods.size() - 1)(random)].sku] =
            std::uniform_int_distribution<std::int64_t>(1, 2)(random);
    auto purchase = fill_cart(shop_, adventures_, items, any_token(random));
    if (purchase.items.empty()) return std::nullopt;
    purchase.answer = insist(shop_, adventures_,
                             [&](const HttpProbe& probe) { return place_order(probe, purchase); });
    return purchase;
}

}  // namespace kontor::chaos
