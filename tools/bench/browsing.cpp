#include "browsing.hpp"

#include "client.hpp"

#include <algorithm>
#include <fstream>
#include <memory>
#include <random>
#include <stdexcept>
#include <thread>

namespace kontor::bench {

namespace {

using std::chrono::steady_clock;

struct Visitor {
    Visitor(const Browsing& browsing, std::size_t seed)
        : client(browsing.port),
          queries(browsing.queries),
          random(static_cast<unsigned>(seed + 1)) {}

    const std::string& any_query() { return queries[random() % queries.size()]; }
    std::string get(const std::string& target) {
        const auto status = client.send("GET", target).status;
        return status == 200 ? "ok" : std::to_string(status);
    }

    Client client;
    const std::vector<std::string>& queries;
    std::minstd_rand random;
};

Report visit(const Browsing& browsing, const std::string& path,
             const std::function<std::string(Visitor&)>& next_query) {
    return run_for(browsing.time, browsing.clients, [&](std::size_t thread) {
        const auto visitor = std::make_shared<Visitor>(browsing, thread);
        return [visitor, path, next_query] { return visitor->get(path + next_query(*visitor)); };
    });
}

std::string after(const std::string& text, const std::string& mark) {
    const auto start = text.find(mark);
    if (start == std::string::npos) throw std::runtime_error("no " + mark + " in " + text);
    const auto begin = start + mark.size();
    return text.substr(begin, text.find('"', begin) - begin);
}

// One product whose price and stock are changed over and over. Nothing else costs that much, so it
// is the first of those that cost most.
class Shelf {
public:
    Shelf(std::uint16_t port, std::string headers, Freshness& seen)
        : client_(port), headers_(std::move(headers)), seen_(seen) {
        const auto slug = after(client_.send("GET", "/v1/products?limit=1").body, "\"slug\":\"");
        product_ = "/v1/products/" + slug;
        const auto product = client_.send("GET", product_).body;
        const auto variants = product.substr(product.find("\"variants\":["));
        variant_ = after(variants, "\"id\":\"");
        sku_ = after(variants, "\"sku\":\"");
    }

    void reprice() {
        price_ = std::to_string(1'000'000'000 + ++changes_);
        const auto amount = R"("amount":)" + price_ + ",";
        change("PATCH", "/v1/admin/variants/" + variant_,
               R"({"prices":[{)" + amount + R"("currency":"EUR"}]})");
        await(amount, "\"total\":1,", "");
    }
    void restock(bool in_stock) {
        change(
            "POST", "/v1/admin/inventory/" + sku_ + "/adjust",
            std::string(R"({"on_hand":)") + (in_stock ? "1000000" : "0") + R"(,"reason":"bench"})");
        await(in_stock ? R"("available":true)" : R"("available":false)",
              in_stock ? R"("total":1,)" : R"("total":0,)", "&in_stock=true");
    }

private:
    struct Page {
        std::string name;
        std::string target;
        std::string shown;  // what is there when it shows the change
    };

    void change(std::string_view method, const std::string& target, const std::string& body) {
        const auto answer = client_.send(method, target, headers_, body);
        if (answer.status != 200) throw std::runtime_error(answer.body);
    }

    void await(const std::string& shown, const std::string& found, const std::string& filter) {
        const auto start = steady_clock::now();
        std::vector<Page> pages{
            {"product", product_, shown},
            {"list", "/v1/products?limit=1&sort=price_desc", shown},
            {"search", "/v1/search?limit=1&price_min=" + price_ + "&price_max=" + price_ + filter,
             found}};
        while (!pages.empty()) {
            std::erase_if(pages, [&](const Page& page) { return note_if_shown(page, start); });
            if (steady_clock::now() - start > std::chrono::seconds(10))
                throw std::runtime_error("a change was not seen for ten seconds");
        }
    }
    bool note_if_shown(const Page& page, steady_clock::time_point start) {
        if (client_.send("GET", page.target).body.find(page.shown) == std::string::npos)
            return false;
        auto& report = seen_[page.name];
        report.latencies_ms.push_back(
            std::chrono::duration<double, std::milli>(steady_clock::now() - start).count());
        ++report.outcomes["ok"];
        return true;
    }

    Client client_;
    std::string headers_;
    Freshness& seen_;
    std::string product_;
    std::string variant_;
    std::string sku_;
    std::string price_;
    std::int64_t changes_ = 0;
};

}  // namespace

std::vector<std::string> queries_of(const std::string& file) {
    std::ifstream lines(file);
    std::vector<std::string> queries;
    for (std::string line; std::getline(lines, line);) queries.push_back(line);
    if (queries.empty()) throw std::runtime_error("no queries in " + file);
    return queries;
}

Report search(const Browsing& browsing) {
    return visit(browsing,
                 "/v1/search?limit=20&q=", [](Visitor& visitor) { return visitor.any_query(); });
}

Report suggest(const Browsing& browsing) {
    return visit(browsing, "/v1/search/suggest?q=", [](Visitor& visitor) {
        const auto& query = visitor.any_query();
        return query.substr(0, 3 + visitor.random() % std::max<std::size_t>(query.size(), 1));
    });
}

Freshness freshness(const Browsing& browsing, const std::string& headers) {
    std::jthread load([&] { search(browsing); });
    Freshness seen;
    Shelf shelf(browsing.port, headers, seen);
    const auto start = steady_clock::now();
    while (steady_clock::now() - start < browsing.time - std::chrono::seconds(1)) {
        shelf.reprice();
        shelf.restock(false);
        shelf.restock(true);
    }
    for (auto& [page, report] : seen) {
        report.seconds = Seconds(steady_clock::now() - start).count();
        std::ranges::sort(report.latencies_ms);
    }
    return seen;
}

}  // namespace kontor::bench
