#pragma once

#include "orders/events.hpp"
#include "payments/events.hpp"
#include "payments/module.hpp"
#include "platform/security/sealing.hpp"
#include "support/manual_clock.hpp"
#include "support/test_database.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

inline platform::Money euros(std::int64_t cents) {
    return {cents, *platform::Currency::parse("EUR")};
}

// The payments of a shop with its books open to the reader.
class Books {
public:
    explicit Books(payments::Config config = {.simulator = true, .simulator_slow_ms = 1})
        : config_(std::move(config)),
          payments(payments::make_payments(database, events, clock, config_, &sealer)) {}

    // A database that other cases of the suite write to as well.
    static TestDatabase& shared() {
        static TestDatabase made({"payments"});
        return made;
    }

    payments::PaymentRequest request(const std::string& token, std::int64_t amount = 1999) const {
        return {orders::OrderId::make(),
                1,
                {amount, *platform::Currency::parse("EUR")},
                "simulator",
                token};
    }

    payments::Payment pay(const std::string& token, std::int64_t amount = 1999) {
        return payments->pay(request(token, amount)).value();
    }

    std::vector<std::string> facts_about(const payments::PaymentId& payment) {
        return superuser.read([&](platform::Reader& reader) {
            return reader.all<std::string>(
                "select name from platform.event where key = $1 order by id", payment);
        });
    }

    std::int64_t count(const std::string& sql, const platform::Uuid& id) {
        return superuser.read([&](platform::Reader& reader) {
            return reader.one<std::int64_t>("select count(*) from " + sql, id).value();
        });
    }

    // What its charge would be sent with.
    std::optional<std::string> token_of(const payments::PaymentId& payment) {
        return superuser.read([&](platform::Reader& reader) {
            return reader
                .one<std::optional<std::string>>("select token from payments.payment where id = $1",
                                                 payment)
                .value();
        });
    }

    std::int64_t charges_of(const orders::OrderId& order) {
        return superuser.read([&](platform::Reader& reader) {
            return reader
                .one<std::int64_t>(
                    "select count(*) from payments.simulator_charge"
                    " where key like $1 || ':%' and outcome = 'captured'",
                    order.text())
                .value();
        });
    }

    void announce_cancelled(const orders::OrderId& order, const std::string& reason) {
        database.transact([&](platform::Tx& tx) {
            events.publish(tx, orders::OrderCancelled{order, platform::new_uuid(), reason, true});
        });
    }

    TestDatabase& made = shared();
    ManualClock clock;
    platform::EventLog events;
    platform::Database database = made.database("payments");
    platform::Database superuser = made.superuser();
    platform::Sealer sealer{{platform::SealingKey{"books", std::string(32, 'b')}}};

private:
    payments::Config config_;

public:
    std::unique_ptr<payments::Payments> payments;
};

inline const std::vector<std::string> captured_once{std::string(payments::PaymentCaptured::name)};
inline const std::vector<std::string> declined_once{std::string(payments::PaymentDeclined::name)};

}  // namespace kontor::test
