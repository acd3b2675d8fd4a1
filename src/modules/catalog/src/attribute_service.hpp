#pragma once

#include "catalog/attribute.hpp"
#include "platform/db/database.hpp"
#include "platform/events/event_log.hpp"

namespace kontor::catalog {

class AttributeService final : public Attributes {
public:
    AttributeService(platform::Database& database, platform::EventLog& events)
        : database_(database), events_(events) {}

    std::vector<Attribute> all() override;
    platform::Result<Attribute> attribute(const AttributeId& id) override;
    platform::Result<Attribute> define(const NewAttribute& attribute) override;
    platform::Result<Attribute> change(const AttributeId& id, const AttributeChange& change,
                                       const Unchanged<Attribute>& unchanged) override;
    platform::Result<> remove(const AttributeId& id,
                              const Unchanged<Attribute>& unchanged) override;

private:
    platform::Database& database_;
    platform::EventLog& events_;
};

}  // namespace kontor::catalog
