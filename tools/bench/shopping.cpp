#include "shopping.hpp"

#include "client.hpp"
#include "platform/core/uuid.hpp"

#include <memory>
#include <random>
#include <thread>

namespace kontor::bench {

namespace {

constexpr std::string_view address =
    R"({"name":"Ada Buyer","line1":"1 Load Street","city":"Berlin","postal_code":"10115",)"
    R"("country":"DE"})";

struct OpenCart {
    std::string id;
    std::string headers;  // the Guest-Token line
};

OpenCart open_cart(Client& client) {
    const auto answer = client.send("POST", "/v1/carts", {}, "{}");
    if (answer.status != 201) throw std::runtime_error("cart " + std::to_string(answer.status));
    return {member(answer.body, "id"),
            "Guest-Token: " + member(answer.body, "guest_token") + "\r\n"};
}

std::string add_item(Client& client, const OpenCart& cart, const std::string& sku) {
    const auto answer = client.send("POST", "/v1/carts/" + cart.id + "/items", cart.headers,
                                    R"({"sku":")" + sku + R"(","quantity":1})");
    return answer.status == 200 ? "ok" : "item " + std::to_string(answer.status);
}

Answer place_order(Client& client, const OpenCart& cart, const std::string& key) {
    std::string body = R"({"cart_id":")" + cart.id + R"(","email":"ada@example.org",)" +
                       R"("shipping_address":)" + std::string(address) +
                       R"(,"payment":{"provider":"simulator","token":"sim_ok"}})";
    return client.send("POST", "/v1/orders", cart.headers + "Idempotency-Key: " + key + "\r\n",
                       body);
}

std::string outcome_of(const Answer& answer) {
    if (answer.status == 201) return "ok";
    const auto code = answer.body.find("\"code\"") == std::string::npos
                          ? std::string()
                          : " " + member(answer.body, "code");
    return std::to_string(answer.status) + code;
}

std::string new_key() {
    return platform::to_string(platform::new_uuid());
}

struct Shopper {
    explicit Shopper(const Shop& shop, std::size_t seed)
        : client(shop.port), skus(shop.skus), random(static_cast<unsigned>(seed)) {}

    const std::string& any_sku() {
        return skus[std::uniform_int_distribution<std::size_t>(0, skus.size() - 1)(random)];
    }

    Client client;
    const std::vector<std::string>& skus;
    std::minstd_rand random;
    OpenCart cart;
    int items = 20;
};

// Answers where to change one of its lines.
std::string fill_large_cart(Shopper& shopper) {
    constexpr std::size_t most_lines = 200;
    auto& client = shopper.client;
    shopper.cart = open_cart(client);
    for (std::size_t line = 0; line < most_lines; ++line)
        if (const auto added = add_item(client, shopper.cart, shopper.skus.at(line)); added != "ok")
            throw std::runtime_error(added);
    const auto target = "/v1/carts/" + shopper.cart.id;
    const auto cart = client.send("GET", target, shopper.cart.headers).body;
    return target + "/items/" + member(std::string_view(cart).substr(cart.find("\"items\"")), "id");
}

}  // namespace

std::vector<std::string> skus_of(std::uint16_t port, std::size_t count) {
    Client client(port);
    std::vector<std::string> skus;
    std::string target = "/v1/products?limit=100";
    while (skus.size() < count) {
        const auto list = client.send("GET", target);
        std::size_t at = 0;
        while ((at = list.body.find("\"slug\":\"", at)) != std::string::npos) {
            const auto slug = member(std::string_view(list.body).substr(at), "slug");
            skus.push_back(member(client.send("GET", "/v1/products/" + slug).body, "sku"));
            at += 8;
        }
        if (list.body.find("\"next_cursor\":null") != std::string::npos) break;
        target = "/v1/products?limit=100&cursor=" + member(list.body, "next_cursor");
    }
    return skus;
}

Report add_to_cart(const Shop& shop, std::chrono::seconds time, std::size_t shoppers) {
    return run_for(time, shoppers, [&](std::size_t thread) {
        auto shopper = std::make_shared<Shopper>(shop, thread);
        return [shopper]() -> std::string {
            if (shopper->items == 20) {
                shopper->cart = open_cart(shopper->client);
                shopper->items = 0;
                return "new cart";
            }
            ++shopper->items;
            return add_item(shopper->client, shopper->cart, shopper->any_sku());
        };
    });
}

Report purchase(const Shop& shop, std::chrono::seconds time, std::size_t shoppers) {
    return run_for(time, shoppers, [&](std::size_t thread) {
        auto shopper = std::make_shared<Shopper>(shop, thread);
        return [shopper]() -> std::string {
            const auto cart = open_cart(shopper->client);
            for (int item = 0; item < 2; ++item) {
                const auto added = add_item(shopper->client, cart, shopper->any_sku());
                if (added != "ok") return added;
            }
            return outcome_of(place_order(shopper->client, cart, new_key()));
        };
    });
}

Report change_large_cart(const Shop& shop, std::chrono::seconds time, std::size_t shoppers) {
    return run_for(time, shoppers, [&](std::size_t thread) {
        auto shopper = std::make_shared<Shopper>(shop, thread);
        return [shopper, line = std::string()]() mutable -> std::string {
            if (line.empty()) {
                line = fill_large_cart(*shopper);
                return "new cart";
            }
            shopper->items = shopper->items % 9 + 1;
            const auto answer =
                shopper->client.send("PATCH", line, shopper->cart.headers,
                                     R"({"quantity":)" + std::to_string(shopper->items) + "}");
            return answer.status == 200 ? "ok" : "change " + std::to_string(answer.status);
        };
    });
}

}  // namespace kontor::bench
