#include "notifications/personal_data.hpp"

#include "notifications/message.hpp"
#include "platform/json/json.hpp"
#include "recipients/recipient_store.hpp"

namespace kontor::notifications {

using namespace platform;

namespace {

struct Written {
    MessageId id;
    Channel channel{};
    std::string kind;
    std::string recipient;
    std::string subject;
    std::string text;
    Time created_at;
    std::optional<Time> sent_at;
};
BOOST_DESCRIBE_STRUCT(Written, (),
                      (id, channel, kind, recipient, subject, text, created_at, sent_at))

struct Question {
    catalog::VariantId variant;
    Time asked_at;
};
BOOST_DESCRIBE_STRUCT(Question, (), (variant, asked_at))

class MessageData final : public PersonalData {
public:
    MessageData(Database& database, Correspondence& correspondence, const Sealer& sealer)
        : database_(database), correspondence_(correspondence), sealer_(sealer) {}

    std::vector<PersonalRecords> copy_of(const Person& person) override {
        const auto preferences = correspondence_.preferences(auth::UserId(person.account)).value();
        return database_.read([&](Reader& reader) -> std::vector<PersonalRecords> {
            auto messages = reader.all<Written>(
                "select id, channel, kind, recipient, subject, text, created_at, sent_at"
                " from notifications.message where customer_id = $1 or lower(recipient) = $2"
                " order by id",
                person.account, person.confirmed_email);
            for (auto& message : messages)
                message.recipient = store::opened_recipient(sealer_, message.channel, message.id,
                                                            message.recipient);
            const auto questions = reader.all<Question>(
                "select variant_id as variant, asked_at from notifications.back_in_stock_question"
                " where email = $1 order by asked_at",
                person.confirmed_email);
            return {{"message_preferences", json::write(preferences)},
                    {"messages", json::write(messages)},
                    {"back_in_stock_questions", json::write(questions)}};
        });
    }

    void forget(const Person& person) override {
        database_.transact([&](Tx& tx) {
            tx.defer(
                "with written as (delete from notifications.message"
                "  where customer_id = $1 or lower(recipient) = $2 returning id)"
                " delete from notifications.outgoing o using written w where o.message_id = w.id",
                person.account, person.confirmed_email);
            tx.defer("delete from notifications.preference where customer_id = $1", person.account);
            tx.defer("delete from notifications.device where customer_id = $1", person.account);
            tx.defer("delete from notifications.unwanted where customer_id = $1", person.account);
            tx.defer("delete from notifications.unsubscribed where email = $1",
                     person.confirmed_email);
            tx.defer(
                "delete from notifications.back_in_stock_question"
                " where email = $2 or customer_id = $1",
                person.account, person.confirmed_email);
        });
    }

private:
    Database& database_;
    Correspondence& correspondence_;
    const Sealer& sealer_;
};

}  // namespace

std::unique_ptr<PersonalData> make_personal_data(Database& database, Correspondence& correspondence,
                                                 const Sealer& sealer) {
    return std::make_unique<MessageData>(database, correspondence, sealer);
}

}  // namespace kontor::notifications
