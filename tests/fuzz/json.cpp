// The reader of JSON, into one type of everything that a request can hold.
#include "outside.hpp"

#include "platform/core/constrained.hpp"
#include "platform/json/json.hpp"

namespace {

using namespace kontor::platform;

enum class Colour { red, green };
BOOST_DESCRIBE_ENUM(Colour, red, green)

struct Part {
    std::string name;
    std::vector<Part> parts;
    Change<Text<1, 5>> title{};
};
BOOST_DESCRIBE_STRUCT(Part, (), (name, parts, title))

struct Everything {
    std::optional<bool> truth;
    std::optional<std::int64_t> whole;
    std::optional<std::uint64_t> natural;
    std::optional<std::int8_t> small;
    std::optional<double> number;
    std::optional<std::string> text;
    std::optional<json::Scalar> scalar;
    std::optional<Colour> colour;
    std::optional<Id<"book">> id;
    std::optional<Uuid> uuid;
    std::optional<Time> time;
    std::optional<Money> money;
    std::optional<EmailAddress> email;
    std::optional<CountryCode> country;
    std::optional<LanguageTag> language;
    std::optional<Slug> slug;
    std::optional<Whole<1, 10>> count;
    std::optional<std::map<std::string, Part>> named;
    std::vector<Part> parts;
    boost::json::object any;
};
BOOST_DESCRIBE_STRUCT(Everything, (),
                      (truth, whole, natural, small, number, text, scalar, colour, id, uuid, time,
                       money, email, country, language, slug, count, named, parts, any))

template <class T>
void read_as(std::string_view bytes, json::Absent absent) {
    const auto read = json::read<T>(bytes, absent);
    if (!read) {
        kontor::fuzz::require_tellable(read.error());
        return;
    }
    const auto written = json::write(*read);
    const auto again = json::read<T>(written);
    kontor::fuzz::require(again.has_value(), "what was read can be written and read");
    kontor::fuzz::require(json::write(*again) == written, "and is the same again");
}

}  // namespace

void kontor::fuzz::try_bytes(std::string_view bytes) {
    read_as<Everything>(bytes, json::Absent::refused);
    read_as<Everything>(bytes, json::Absent::keeps_default);
    read_as<boost::json::value>(bytes, json::Absent::refused);
}
