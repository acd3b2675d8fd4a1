// A shop that others send messages to, and the messages as they sign them.
#pragma once

#include "open_shop.hpp"

#include <cstdint>

namespace kontor::test {

struct Message {
    std::string id;
    std::string body;
};

// One who tells the shop something: a payment provider, a carrier.
struct Sender {
    std::string path;
    std::string secret;
    std::string former_secret;
    std::string kept;  // the condition of a row for each message that the shop keeps: "table where"
    Headers (*sign)(const std::string& secret, std::int64_t seconds, const Message& message);
    // What the shop knows no meaning of.
    Message (*of_unknown_type)();

    Headers headers(const Message& message) const;  // signed, now
};

const std::vector<Sender>& senders();

class WebhookShop : public OpenShop {
public:
    WebhookShop();

    Answer tell(const Sender& sender, const Message& message, const Headers& headers) const {
        return stranger().post(sender.path, message.body, headers);
    }
    // How many messages of this id the shop has kept.
    std::int64_t kept(const Sender& sender, const std::string& id);

    // An order that the simulator has the money of, which only its message tells.
    struct Unsettled {
        std::string order;
        Message captured;
    };
    Unsettled unsettled_order() const;
    // A shipment on its way with the carrier, and that it has arrived.
    struct UnderWay {
        std::string shipment;
        Message delivered;
    };
    UnderWay shipment_under_way() const;
    // What the shop and its database say of both now, to be compared.
    std::string seen(const Unsettled& sale, const UnderWay& parcel);
    std::int64_t count(const std::string& rows);

private:
    std::string bought(const std::string& token) const;
};

WebhookShop& webhook_shop();

}  // namespace kontor::test
