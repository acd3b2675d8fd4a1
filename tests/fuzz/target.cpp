// The target of a request: its path, its query, and what routes make of them.
#include "target.hpp"
#include "outside.hpp"

#include "platform/http/paging.hpp"
#include "platform/http/router.hpp"

namespace {

using namespace kontor::platform;
using namespace kontor::platform::http;

enum class Order { title, newest };
BOOST_DESCRIBE_ENUM(Order, title, newest)

struct OnePath {
    Id<"book"> book;
    Slug slug;
};
BOOST_DESCRIBE_STRUCT(OnePath, (), (book, slug))

struct AnyQuery {
    std::optional<Whole<1, 100>> limit;
    std::optional<std::string> cursor;
    std::optional<Order> sort;
    std::optional<bool> in_stock;
    std::optional<double> weight;
    std::optional<std::int64_t> number;
    std::optional<Time> since;
    std::optional<Currency> currency;
    std::optional<CountryCode> country;
    std::optional<EmailAddress> email;
    std::optional<Id<"book">> after;
    std::map<std::string, std::string> attr;
};
BOOST_DESCRIBE_STRUCT(AnyQuery, (),
                      (limit, cursor, sort, in_stock, weight, number, since, currency, country,
                       email, after, attr))

struct NamePath {
    std::string name;
};
BOOST_DESCRIBE_STRUCT(NamePath, (), (name))

struct Shop {
    Cursors cursors{"a secret of thirty-two bytes ...."};
    Router router{RouterOptions{}};

    Shop() {
        router.add(Route(Method::get, "/v1/books", "list", "Lists"),
                   [this](const Call<Nothing, Nothing, AnyQuery>& call)
                       -> Result<std::vector<std::string>> {
                       return Paging(cursors, "books", call.query).after(1);
                   });
        router.add(Route(Method::get, "/v1/books/{book}/{slug}", "show", "Shows"),
                   [](const Call<OnePath>& call) -> Result<std::string> {
                       return call.path.book.text() + call.path.slug.value();
                   });
        router.add(
            Route(Method::get, "/v1/names/{name}", "name", "Names"),
            [](const Call<NamePath>& call) -> Result<std::string> { return call.path.name; });
    }
};

// Every byte of a path segment as an escape, so that nothing in it has a meaning.
std::string escaped(const std::string& text) {
    constexpr auto digits = "0123456789ABCDEF";
    std::string result;
    for (const char letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        result.append({'%', digits[byte >> 4], digits[byte & 15]});
    }
    return result;
}

void keep_what_was_read(const Target& read) {
    std::string again;
    for (const auto& segment : read.path) {
        const auto& text = segment.decoded;
        kontor::fuzz::require(!text.empty() && text != "." && text != "..", "a segment is a name");
        kontor::fuzz::require(text.find('\0') == text.npos, "a segment has no NUL");
        again.append("/").append(escaped(text));
    }
    if (again.empty()) again = "/";
    for (const auto& [name, value] : read.query)
        again.append(again.find('?') == again.npos ? "?" : "&")
            .append(escaped(name).append("=").append(escaped(value)));
    const auto target = parse_target(again);
    kontor::fuzz::require(target.has_value(), "what was read can be written and read");
    kontor::fuzz::require(target->query == read.query, "the query means the same again");
    for (std::size_t i = 0; i < read.path.size(); ++i)
        kontor::fuzz::require(target->path[i].decoded == read.path[i].decoded,
                              "the path means the same again");
}

}  // namespace

void kontor::fuzz::try_bytes(std::string_view bytes) {
    static const Shop shop;
    const auto target = origin_form(bytes);
    const auto read = parse_target(target);
    if (read)
        keep_what_was_read(*read);
    else
        require_tellable(read.error());
    const auto answer = shop.router.handle({Method::get, target});
    require(answer.status < 500, "no target is a failure of the shop");
    require(json::read<boost::json::value>(answer.body).has_value(), "an answer is strict JSON");
    require(read || answer.status >= 400, "what cannot be read reaches no route");
}
