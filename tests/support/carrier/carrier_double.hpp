// A carrier that speaks the protocol of docs/shipping.md, and does as it is told.
#pragma once

#include "platform/core/time.hpp"
#include "platform/http/server.hpp"

#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace kontor::test {

struct CarrierMessage {
    std::string id;
    std::string timestamp;
    std::string signature;
    std::string body;
};

class CarrierDouble {
public:
    enum class Mood { obliging, refusing, failing, babbling };

    explicit CarrierDouble(std::string secret);
    ~CarrierDouble();

    std::string url() const;
    std::atomic<Mood> mood = Mood::obliging;
    std::atomic<std::int64_t> price = 777;
    std::atomic<int> rates_asked = 0;
    std::atomic<int> labels_made = 0;
    std::atomic<int> badly_signed = 0;

    // What it says of the parcel: when it is asked next, and as a message of its own.
    CarrierMessage tell(const std::string& number, const std::string& status,
                        platform::Time happened, platform::Time sent);
    CarrierMessage signed_message(const std::string& id, platform::Time sent,
                                  const std::string& body) const;

private:
    platform::http::Response answer(const platform::http::RawCall& call);

    std::string secret_;
    std::mutex mutex_;
    std::map<std::string, std::string> numbers_;  // by shipment
    std::vector<std::string> events_;             // JSON, of all parcels
    platform::http::Router router_;
    platform::http::Server server_;
};

}  // namespace kontor::test
