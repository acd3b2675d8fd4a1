#include "platform/json/json.hpp"
#include "returns/personal_data.hpp"

namespace kontor::returns {

using namespace platform;

namespace {

class ReturnData final : public PersonalData {
public:
    ReturnData(Database& database, Returns& returns) : database_(database), returns_(returns) {}

    std::vector<PersonalRecords> copy_of(const Person& person) override {
        std::vector<Return> found;
        for (const auto& id : returns_of(person, "true"))
            if (auto one = returns_.find(id)) found.push_back(*std::move(one));
        return {{"returns", json::write(found)}};
    }

    std::vector<Obstacle> obstacles(const Person& person) override {
        std::vector<Obstacle> obstacles;
        for (const auto& id : returns_of(
                 person, "status in ('requested', 'approved', 'partially_received', 'received')"))
            obstacles.push_back(
                {"returns.under_way",
                 "Return " + id.text() + " is under way. Cancel it, or wait until it is settled.",
                 false});
        return obstacles;
    }

    void forget(const Person& person) override {
        database_.transact([&](Tx& tx) {
            tx.run(
                "update returns.return set comment = null, guest_token_hash = null"
                " where customer = $1",
                person.account);
        });
    }

private:
    std::vector<ReturnId> returns_of(const Person& person, const std::string& condition) {
        return database_.read([&](Reader& reader) {
            return reader.all<ReturnId>("select id from returns.return where customer = $1 and " +
                                            condition + " order by id desc",
                                        person.account);
        });
    }

    Database& database_;
    Returns& returns_;
};

}  // namespace

std::unique_ptr<PersonalData> make_personal_data(Database& database, Returns& returns) {
    return std::make_unique<ReturnData>(database, returns);
}

}  // namespace kontor::returns
