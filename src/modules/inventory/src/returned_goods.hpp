#pragma once

#include "inventory/taken_back.hpp"
#include "platform/db/database.hpp"

namespace kontor::inventory {

class ReturnedGoodsService final : public ReturnedGoods {
public:
    explicit ReturnedGoodsService(platform::Database& database) : database_(database) {}

    std::vector<TakenBack> taken_back(const std::vector<platform::Uuid>& causes) override;
    std::vector<BackTooOften> back_too_often(const std::vector<platform::Uuid>& holders,
                                             const std::vector<platform::Uuid>& causes) override;

private:
    platform::Database& database_;
};

}  // namespace kontor::inventory
