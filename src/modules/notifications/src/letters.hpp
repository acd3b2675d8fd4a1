#pragma once

#include "auth/ids.hpp"
#include "auth/link_id.hpp"
#include "notifications/module.hpp"

namespace kontor::notifications {

Values money_value(const platform::Money& money);
Values time_value(platform::Time time);    // the day
Values moment_value(platform::Time time);  // the day, the hour and the minute

// What every message may name: the shop. unsubscribe_url is not among it.
Values shop_values(const Config& config);
// As `order` in the samples of kinds.hpp.
Values order_values(const orders::Order& order);
Values item_values(const orders::OrderItem& item, std::int64_t quantity);

// payment: one with instructions.
Values transfer_values(const payments::Payment& payment, const orders::Order& order);

// What somebody is to be told, before it is written.
struct Draft {
    platform::Uuid event;
    std::string kind;
    std::string email;
    Values values;
    std::optional<auth::UserId> customer{};
    std::optional<orders::OrderId> order{};
    std::optional<std::string> locale{};  // none: as the recipient or the order has it
    platform::Time due;
    std::optional<std::string> ordered_in{};  // the language, where the recipient chose none
    std::optional<auth::LinkId> link{};
};

}  // namespace kontor::notifications
