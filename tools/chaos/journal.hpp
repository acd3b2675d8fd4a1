#pragma once

#include "support/http_probe.hpp"

#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace kontor::chaos {

// What a buyer knows of a purchase, and can prove.
struct Purchase {
    std::string cart;
    test::Headers headers;  // Guest-Token and Idempotency-Key
    std::string email;      // of this purchase only
    std::string path = "/v1/orders";
    std::string body;
    std::map<std::string, std::int64_t> items;  // by SKU
    test::Answer answer;                        // the definite one
    bool cancelled = false;                     // by the buyer, who was told that it is
    std::int64_t refunded = 0;                  // by staff, who were told so
    std::string label;                          // what was done to it, where that is known
};

// The oracle: a file of its own, outside the shop, to which every step of a purchase is written
// and synchronised, before it is sent and before its answer counts. Thread-safe.
class Journal {
public:
    explicit Journal(const std::filesystem::path& file);
    ~Journal();
    Journal(const Journal&) = delete;

    // As the purchase stands now.
    void write(const Purchase& purchase);
    // Each as it stood last, read from the file.
    std::vector<Purchase> purchases() const;

private:
    std::filesystem::path path_;
    int file_;
    std::mutex mutex_;
};

}  // namespace kontor::chaos
