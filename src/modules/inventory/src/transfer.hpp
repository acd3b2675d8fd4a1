// Goods on their way from one location to another.
#pragma once

#include "inventory/ids.hpp"
#include "platform/core/describe.hpp"
#include "platform/core/result.hpp"
#include "platform/core/time.hpp"
#include "staff.hpp"

#include <string>
#include <vector>

namespace kontor::inventory {

enum class TransferStatus { in_transit, partially_received, received, cancelled };
BOOST_DESCRIBE_ENUM(TransferStatus, in_transit, partially_received, received, cancelled)

std::vector<TransferStatus> allowed_after(TransferStatus from);

struct TransferLine {
    std::string sku;
    std::int64_t quantity = 0;
    std::int64_t received = 0;
    std::int64_t lost = 0;
};
BOOST_DESCRIBE_STRUCT(TransferLine, (), (sku, quantity, received, lost))

struct Transfer {
    TransferId id;
    std::string source;
    std::string destination;
    TransferStatus status = TransferStatus::in_transit;
    std::vector<TransferLine> lines;
    std::optional<std::string> note;
    platform::Time created_at;
    std::optional<platform::Time> ended_at;
};
BOOST_DESCRIBE_STRUCT(Transfer, (),
                      (id, source, destination, status, lines, note, created_at, ended_at))

struct NewTransfer {
    LocationCode source;
    LocationCode destination;
    std::vector<Line> lines;
    std::optional<Note> note;
};
BOOST_DESCRIBE_STRUCT(NewTransfer, (), (source, destination, lines, note))

struct Arrived {
    std::optional<std::vector<Line>> lines;  // default: all that is on its way
    std::optional<bool> rest_is_lost;
};
BOOST_DESCRIBE_STRUCT(Arrived, (), (lines, rest_is_lost))

}  // namespace kontor::inventory
