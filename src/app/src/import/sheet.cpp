#include "import/sheet.hpp"

#include "import/cells.hpp"
#include "import/conversions.hpp"

#include "platform/core/constrained.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>

namespace kontor::app {

using platform::Currency;

namespace {

constexpr std::size_t longest_cell = 100'000;

bool is_of_variant(const Path& path) {
    return path.front() == "variants";
}

bool is_currency(const Binding& binding) {
    return binding.target.path.front() == row_currency;
}

// Empty when a column that it is made of is.
std::optional<std::string> value_of(const Binding& binding,
                                    const std::vector<std::string>& fields) {
    std::string value;
    for (const auto& piece : binding.pieces) {
        if (!piece.column) {
            value += piece.text;
            continue;
        }
        const auto text = text_of_cell(fields[*piece.column]);
        if (!text) return binding.otherwise;
        value += *text;
    }
    return value;
}

// The place of the last step, made on the way.
boost::json::value& reach(boost::json::object& document, const Path& path, std::size_t from,
                          Currency currency) {
    auto* place = &document;
    for (std::size_t step = from; step + 1 < path.size(); ++step) {
        const auto name =
            path[step] == row_currency ? currency.code() : std::string_view(path[step]);
        auto& next = (*place)[name];
        if (!next.is_object()) next.emplace_object();
        place = &next.get_object();
    }
    return (*place)[path.back()];
}

// {"EUR": {"amount": 1}} as [{"amount": 1, "currency": "EUR"}].
boost::json::array list_of_prices(const boost::json::object& by_currency) {
    boost::json::array list;
    for (const auto& [currency, price] : by_currency) {
        auto entry = price.as_object();
        entry["currency"] = currency;
        list.emplace_back(std::move(entry));
    }
    return list;
}

boost::json::array list_of_images(const boost::json::object& by_number) {
    boost::json::array list;
    for (std::size_t number = 1; list.size() < by_number.size(); ++number)
        if (const auto* image = by_number.if_contains(std::to_string(number)))
            list.emplace_back(*image);
    return list;
}

boost::json::object variant_of(boost::json::object variant) {
    for (const auto* list : {"prices", "compare_at"})
        if (auto* prices = variant.if_contains(list)) *prices = list_of_prices(prices->as_object());
    return variant;
}

boost::json::object product_of(boost::json::object product) {
    if (auto* images = product.if_contains("images")) *images = list_of_images(images->as_object());
    return product;
}

std::optional<std::size_t> index_of(const std::string& step) {
    const auto number = parse_whole(step);
    if (!number || *number < 0) return std::nullopt;
    return static_cast<std::size_t>(*number);
}

// The currency of a price that is named by its place in a list.
std::string currency_of(const boost::json::object& document, const Path& path) {
    const auto* variants = document.if_contains("variants");
    const auto variant = index_of(path[1]);
    const auto place = index_of(path[3]);
    if (!variants || !variant || !place || variants->as_array().size() <= *variant) return {};
    const auto* list = variants->as_array()[*variant].as_object().if_contains(path[2]);
    if (!list || list->as_array().size() <= *place) return {};
    const auto* currency = list->as_array()[*place].as_object().if_contains("currency");
    return currency ? std::string(currency->as_string()) : "";
}

// A pointer into a document as the path of a target.
Path path_of(const std::string& pointer, const boost::json::object& document) {
    constexpr std::size_t steps_to_price = 4;
    auto path = split_pointer(pointer);
    if (path.size() < 2) return path;
    if (path[0] == "variants") {
        if (path.size() >= steps_to_price && (path[2] == "prices" || path[2] == "compare_at"))
            path[3] = currency_of(document, path);
        path[1] = this_variant;
    } else if (path[0] == "images") {
        if (const auto index = index_of(path[1])) path[1] = std::to_string(*index + 1);
    }
    return path;
}

}  // namespace

// What a row says, in the two parts that it may be about.
struct Sheet::Row {
    std::uint64_t line = 0;
    boost::json::object record;
    boost::json::object variant;
    std::vector<RowProblem> problems{};

    void complain(const Binding& binding, const std::string& reason) {
        problems.push_back({line, binding.label,
                            binding.target.name == binding.label
                                ? reason
                                : reason + " (for " + binding.target.name + ")"});
    }

    template <class T>
    std::optional<boost::json::value> checked(const Binding& binding, const std::string& text,
                                              const std::optional<T>& value,
                                              const std::string& expected) {
        if (value) return boost::json::value(*value);
        complain(binding, in_quotes(text) + " is not " + expected);
        return std::nullopt;
    }

    std::optional<boost::json::value> attribute(const Binding& binding, const std::string& text) {
        switch (binding.as.value_or(As::text)) {
            case As::whole:
                return checked(binding, text, parse_whole(trimmed(text)), "a whole number");
            case As::decimal:
                return checked(binding, text, parse_decimal(trimmed(text)), "a number");
            case As::boolean:
                return checked(binding, text, parse_boolean(trimmed(text)),
                               "true or false, yes or no");
            case As::number:
                if (const auto number = parse_number(trimmed(text)))
                    return std::visit([](auto value) { return boost::json::value(value); },
                                      *number);
                return checked(binding, text, std::optional<double>(), "a number");
            default:
                return boost::json::value(text);
        }
    }

    std::optional<boost::json::value> json(const Binding& binding, const std::string& text) {
        boost::system::error_code malformed;
        auto value = boost::json::parse(text, malformed);
        if (!malformed) return value;
        complain(binding, in_quotes(text) + " is not JSON: " + malformed.message());
        return std::nullopt;
    }

    std::optional<boost::json::value> converted(const Binding& binding, const std::string& text,
                                                Currency currency) {
        switch (binding.target.kind) {
            case Kind::text:
                return boost::json::value(text);
            case Kind::list: {
                boost::json::array parts;
                for (const auto& part : split(text, binding.separator)) parts.emplace_back(part);
                return parts;
            }
            case Kind::whole:
                return checked(binding, text, parse_whole(trimmed(text)), "a whole number");
            case Kind::amount:
                if (binding.as == As::minor_units)
                    return checked(binding, text, parse_whole(trimmed(text)), "a whole number");
                return checked(binding, text, parse_amount(trimmed(text), currency.exponent()),
                               "an amount such as 12.50 with at most " +
                                   std::to_string(currency.exponent()) + " decimals");
            case Kind::attribute:
                return attribute(binding, text);
            case Kind::json:
                return json(binding, text);
        }
        return std::nullopt;
    }

    // What an empty cell says.
    void clear(const Binding& binding) {
        const auto& step = binding.target.path.front();
        if (binding.target.clears && !record.contains(step)) record[step] = nullptr;
        // Whose options are told column by column has those that are told, and no others.
        if (step == "options" && binding.target.path.size() > 1 && !record.contains(step))
            record[step].emplace_object();
    }

    void take(const Binding& binding, const std::string& text, Currency row_currency_is) {
        const auto& path = binding.target.path;
        auto currency = row_currency_is;
        if (binding.target.kind == Kind::amount && path[3] != row_currency)
            currency = Currency::parse(path[3]).value_or(currency);
        auto value = converted(binding, text, currency);
        if (!value) return;
        constexpr std::size_t steps_to_variant = 2;
        auto& place = is_of_variant(path) ? reach(variant, path, steps_to_variant, currency)
                                          : reach(record, path, 0, currency);
        if (place.is_null())
            place = *std::move(value);
        else
            complain(binding, "is given in another column too");
    }
};

Sheet::Sheet(Subject subject, std::vector<Binding> bindings, std::size_t columns, Currency currency)
    : subject_(subject), bindings_(std::move(bindings)), columns_(columns), currency_(currency) {
    std::ranges::partition(bindings_, is_currency);
    has_slugs_ =
        subject == Subject::products && std::ranges::any_of(bindings_, [](const Binding& binding) {
            return binding.target.name == "slug";
        });
}

Sheet::Row Sheet::read(std::uint64_t line, const std::vector<std::string>& fields) const {
    Row row{line, {}, {}};
    if (fields.size() != columns_) {
        row.problems.push_back({line, "",
                                "has " + std::to_string(fields.size()) +
                                    " fields, the heading has " + std::to_string(columns_)});
        return row;
    }
    auto currency = currency_;
    for (const auto& binding : bindings_) {
        const auto text = value_of(binding, fields);
        if (!text) {
            row.clear(binding);
            continue;
        }
        if (!platform::is_plain_text(*text, 0, longest_cell)) {
            row.complain(binding, text->size() > longest_cell
                                      ? "is longer than 100 000 characters, or not UTF-8"
                                      : "is not UTF-8 text without control characters");
        } else if (!is_currency(binding)) {
            row.take(binding, *text, currency);
        } else if (const auto parsed = Currency::parse(*text)) {
            currency = *parsed;
        } else {
            row.complain(binding, in_quotes(*text) + " is not a currency of ISO 4217 such as EUR");
        }
    }
    return row;
}

bool Sheet::continues(const Row& row) const {
    if (!has_slugs_ || !current_) return false;
    const auto* slug = row.record.if_contains("slug");
    if (!slug) return !row.record.contains("title");
    const auto* before = current_->document.if_contains("slug");
    return before && *before == *slug;
}

void Sheet::begin(Row row) {
    current_ = Entry{{row.line}, product_of(std::move(row.record)), std::move(row.problems)};
    if (subject_ == Subject::products)
        current_->document["variants"] = boost::json::array{variant_of(std::move(row.variant))};
}

void Sheet::append(Row row) {
    auto& problems = current_->problems;
    for (const auto& [name, value] : product_of(std::move(row.record))) {
        const auto* before = current_->document.if_contains(name);
        if (before && *before == value) continue;
        const auto heading = heading_of("/" + std::string(name), current_->document);
        row.problems.push_back({row.line, heading,
                                "says something else than on line " +
                                    std::to_string(current_->lines.front()) +
                                    ", although it is the same product: repeat it, or leave it "
                                    "empty"});
    }
    problems.insert(problems.end(), row.problems.begin(), row.problems.end());
    current_->lines.push_back(row.line);
    current_->document["variants"].as_array().emplace_back(variant_of(std::move(row.variant)));
}

void Sheet::add(std::uint64_t line, const std::vector<std::string>& fields, const Visit& visit) {
    auto row = read(line, fields);
    if (continues(row)) {
        append(std::move(row));
        return;
    }
    finish(visit);
    begin(std::move(row));
}

void Sheet::add_malformed(std::uint64_t line, const std::string& why, const Visit& visit) {
    const RowProblem problem{line, "", why};
    if (has_slugs_ && current_) {
        current_->problems.push_back(problem);
        return;
    }
    finish(visit);
    visit({{line}, {}, {problem}});
}

void Sheet::finish(const Visit& visit) {
    if (current_) visit(*std::move(current_));
    current_.reset();
}

std::string Sheet::heading_of(const std::string& pointer,
                              const boost::json::object& document) const {
    const auto path = path_of(pointer, document);
    const Binding* best = nullptr;
    std::size_t longest = 0;
    for (const auto& binding : bindings_) {
        const auto& steps = binding.target.path;
        const auto common = std::min(steps.size(), path.size());
        if (is_currency(binding) || common <= longest) continue;
        const auto is_same = [](const std::string& step, const std::string& other) {
            return step == other || step == row_currency;
        };
        if (!std::equal(steps.begin(), steps.begin() + std::ptrdiff_t(common), path.begin(),
                        is_same))
            continue;
        best = &binding;
        longest = common;
    }
    return best ? best->label : "";
}

}  // namespace kontor::app
