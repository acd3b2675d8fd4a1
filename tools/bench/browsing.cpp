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

// One product whose price and stock are changed over and over. Nothing else costs that much.
class Shelf {
public:
    Shelf(std::uint16_t port, std::string headers) : client_(port), headers_(std::move(headers)) {
        const auto slug = after(client_.send("GET", "/v1/products?limit=1").body, "\"slug\":\"");
        const auto product = client_.send("GET", "/v1/products/" + slug).body;
        const auto variants = product.substr(product.find("\"variants\":["));
        variant_ = after(variants, "\"id\":\"");
        sku_ = after(variants, "\"sku\":\"");
    }

    // Each answers how long it took from the answer to the change until a search shows it.
    double reprice() {
        price_ = std::to_string(1'000'000'000 + ++changes_);
        change("PATCH", "/v1/admin/variants/" + variant_,
               R"({"prices":[{"amount":)" + price_ + R"(,"currency":"EUR"}]})");
        return await("\"total\":1,", "");
    }
    double restock(bool in_stock) {
        change(
            "POST", "/v1/admin/inventory/" + sku_ + "/adjust",
            std::string(R"({"on_hand":)") + (in_stock ? "1000000" : "0") + R"(,"reason":"bench"})");
        return await(in_stock ? "\"total\":1," : "\"total\":0,", "&in_stock=true");
    }

private:
    void change(std::string_view method, const std::string& target, const std::string& body) {
        const auto answer = client_.send(method, target, headers_, body);
        if (answer.status != 200) throw std::runtime_error(answer.body);
    }

    double await(const std::string& shown, const std::string& filter) {
        const auto start = steady_clock::now();
        const auto target =
            "/v1/search?limit=1&price_min=" + price_ + "&price_max=" + price_ + filter;
        while (client_.send("GET", target).body.find(shown) == std::string::npos)
            if (steady_clock::now() - start > std::chrono::seconds(10))
                throw std::runtime_error("a change was not seen for ten seconds");
        return std::chrono::duration<double, std::milli>(steady_clock::now() - start).count();
    }

    Client client_;
    std::string headers_;
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

Report freshness(const Browsing& browsing, const std::string& headers) {
    std::jthread load([&] { search(browsing); });
    Report report;
    Shelf shelf(browsing.port, headers);
    const auto start = steady_clock::now();
    while (steady_clock::now() - start < browsing.time - std::chrono::seconds(1)) {
        for (const auto seen : {shelf.reprice(), shelf.restock(false), shelf.restock(true)})
            report.latencies_ms.push_back(seen);
        ++report.outcomes["ok"];
    }
    report.seconds = Seconds(steady_clock::now() - start).count();
    std::ranges::sort(report.latencies_ms);
    return report;
}

}  // namespace kontor::bench
