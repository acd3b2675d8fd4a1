#include "journal.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <boost/json.hpp>

#include <fstream>
#include <stdexcept>

namespace kontor::chaos {

namespace {

namespace json = boost::json;

std::string line_of(const Purchase& purchase) {
    const json::value line{{"cart", purchase.cart},
                           {"headers", json::value_from(purchase.headers)},
                           {"email", purchase.email},
                           {"path", purchase.path},
                           {"body", purchase.body},
                           {"items", json::value_from(purchase.items)},
                           {"answer",
                            {{"status", purchase.answer.status},
                             {"headers", json::value_from(purchase.answer.headers)},
                             {"body", purchase.answer.body}}},
                           {"cancelled", purchase.cancelled},
                           {"refunded", purchase.refunded},
                           {"label", purchase.label}};
    return json::serialize(line) + '\n';
}

Purchase purchase_in(const json::value& line) {
    const auto text = [&](std::string_view pointer) {
        return std::string(line.at_pointer(pointer).as_string());
    };
    const auto headers = [&](std::string_view pointer) {
        return json::value_to<test::Headers>(line.at_pointer(pointer));
    };
    return {.cart = text("/cart"),
            .headers = headers("/headers"),
            .email = text("/email"),
            .path = text("/path"),
            .body = text("/body"),
            .items = json::value_to<std::map<std::string, std::int64_t>>(line.at("items")),
            .answer = {line.at_pointer("/answer/status").to_number<int>(),
                       headers("/answer/headers"), text("/answer/body")},
            .cancelled = line.at("cancelled").as_bool(),
            .refunded = line.at("refunded").to_number<std::int64_t>(),
            .label = text("/label")};
}

}  // namespace

Journal::Journal(const std::filesystem::path& file)
    : path_(file), file_(::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)) {
    if (file_ < 0) throw std::runtime_error("no journal can be written to " + path_.string());
}

Journal::~Journal() {
    ::close(file_);
}

void Journal::write(const Purchase& purchase) {
    const auto line = line_of(purchase);
    {
        const std::scoped_lock lock(mutex_);
        if (::write(file_, line.data(), line.size()) != static_cast<ssize_t>(line.size()))
            throw std::runtime_error("the journal " + path_.string() + " cannot be written");
    }
    ::fdatasync(file_);
}

std::vector<Purchase> Journal::purchases() const {
    std::map<std::string, Purchase> last;
    std::ifstream file(path_);
    for (std::string line; std::getline(file, line);) {
        auto purchase = purchase_in(json::parse(line));
        last.insert_or_assign(purchase.email, std::move(purchase));
    }
    std::vector<Purchase> purchases;
    for (auto& [email, purchase] : last) purchases.push_back(std::move(purchase));
    return purchases;
}

}  // namespace kontor::chaos
