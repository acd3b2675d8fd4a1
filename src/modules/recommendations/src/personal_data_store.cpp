#include "catalog/ids.hpp"
#include "platform/json/json.hpp"
#include "recommendations/personal_data.hpp"

namespace kontor::recommendations {

using namespace platform;

namespace {

struct Click {
    catalog::ProductId product;
    Time at;
};
BOOST_DESCRIBE_STRUCT(Click, (), (product, at))

class ClickData final : public PersonalData {
public:
    explicit ClickData(Database& database) : database_(database) {}

    std::vector<PersonalRecords> copy_of(const Person& person) override {
        const auto clicks = database_.read([&](Reader& reader) {
            return reader.all<Click>(
                "select product, at from recommendations.click where customer = $1 order by at",
                person.account);
        });
        return {{"clicks", json::write(clicks)}};
    }

    void forget(const Person& person) override {
        database_.transact([&](Tx& tx) {
            tx.defer(
                "update recommendations.click set customer = null, guest = null where customer = "
                "$1",
                person.account);
            tx.defer(
                "update recommendations.basket set customer = null, guest = null"
                " where customer = $1",
                person.account);
        });
    }

private:
    Database& database_;
};

}  // namespace

std::unique_ptr<PersonalData> make_personal_data(Database& database) {
    return std::make_unique<ClickData>(database);
}

}  // namespace kontor::recommendations
