#include "product_row.hpp"

#include "conversions.hpp"
#include "targets.hpp"

#include "platform/json/json.hpp"

namespace kontor::app {

using catalog::NewProduct;
using platform::Currency;

namespace {

// Where the section stands in the document: for problems that are found in it.
std::string_view pointer_of(Section section) {
    switch (section) {
        case Section::product:
            return "";
        case Section::variant:
            return "/variants/0";
        case Section::price:
            return "/variants/0/prices/0";
        case Section::compare_at:
            return "/variants/0/compare_at/0";
        case Section::image:
            return "/images/0";
        case Section::seo:
            return "/seo";
        case Section::attributes:
            return "/attributes";
    }
    return "";
}

boost::json::object assemble(std::map<Section, boost::json::object> sections) {
    auto& variant = sections[Section::variant];
    variant["prices"] = boost::json::array{std::move(sections[Section::price])};
    if (const auto found = sections.find(Section::compare_at); found != sections.end())
        variant["compare_at"] = boost::json::array{std::move(found->second)};
    auto& product = sections[Section::product];
    product["variants"] = boost::json::array{std::move(variant)};
    if (const auto found = sections.find(Section::image); found != sections.end())
        product["images"] = boost::json::array{std::move(found->second)};
    if (const auto found = sections.find(Section::seo); found != sections.end())
        product["seo"] = std::move(found->second);
    if (const auto found = sections.find(Section::attributes); found != sections.end())
        product["attributes"] = std::move(found->second);
    return std::move(product);
}

std::string in_quotes(std::string_view text) {
    constexpr std::size_t longest = 60;
    const auto shown = text.substr(0, longest);
    return "'" + std::string(shown) + (shown.size() < text.size() ? "...'" : "'");
}

}  // namespace

// One row being read.
class RowReader::Sheet {
public:
    Sheet(std::uint64_t line, const std::vector<std::string>& fields, Currency currency)
        : fields_(fields), currency_(currency) {
        row_.line = line;
    }

    void take_currency(const Binding& binding) {
        const auto text = value_of(binding);
        if (text.empty()) return;
        if (const auto currency = Currency::parse(text))
            currency_ = *currency;
        else
            complain(binding, in_quotes(text) + " is not a currency of ISO 4217 such as EUR");
    }

    void take(const Binding& binding) {
        const auto target = find_target(binding.target);
        const auto text = value_of(binding);
        if (text.empty()) {
            if (is_required(binding.target)) complain(binding, "is empty");
            return;
        }
        if (!platform::is_plain_text(text, 0, longest_field)) {
            complain(binding, "is not UTF-8 text without control characters");
            return;
        }
        if (auto value = converted(binding, *target, text))
            sections_[target->section].emplace(target->member, *std::move(value));
    }

    ProductRow finish(const std::vector<Binding>& bindings) && {
        if (!row_.problems.empty()) return std::move(row_);
        sections_[Section::price]["currency"] = currency_.code();
        if (sections_.contains(Section::compare_at))
            sections_[Section::compare_at]["currency"] = currency_.code();
        auto product = platform::json::from_value<NewProduct>(assemble(std::move(sections_)));
        if (product)
            row_.product = *std::move(product);
        else
            for (const auto& problem : product.error().problems)
                row_.problems.push_back(
                    {row_.line, column_of(problem.pointer, bindings), problem.detail});
        return std::move(row_);
    }

private:
    static constexpr std::size_t longest_field = 100'000;

    // Empty when a column that it is made of is.
    std::string value_of(const Binding& binding) const {
        std::string value;
        for (const auto& piece : binding.pieces) {
            const auto text = piece.column ? trimmed(fields_[*piece.column]) : piece.text;
            if (piece.column && text.empty()) return binding.otherwise;
            value += text;
        }
        return value;
    }

    void complain(const Binding& binding, const std::string& reason) {
        row_.problems.push_back(
            {row_.line, binding.label,
             binding.target == binding.label ? reason : reason + " (for " + binding.target + ")"});
    }

    std::optional<boost::json::value> converted(const Binding& binding, const Target& target,
                                                const std::string& text) {
        switch (target.kind) {
            case Kind::text:
                return boost::json::value(text);
            case Kind::list: {
                boost::json::array parts;
                for (const auto& part : split(text, binding.separator)) parts.emplace_back(part);
                return parts;
            }
            case Kind::whole:
                return checked(binding, text, parse_whole(text), "a whole number");
            case Kind::amount:
                if (binding.as == As::minor_units)
                    return checked(binding, text, parse_whole(text), "a whole number");
                return checked(binding, text, parse_amount(text, currency_.exponent()),
                               "an amount such as 12.50 with at most " +
                                   std::to_string(currency_.exponent()) + " decimals");
            case Kind::attribute:
                return attribute(binding, text);
        }
        return std::nullopt;
    }

    std::optional<boost::json::value> attribute(const Binding& binding, const std::string& text) {
        switch (binding.as.value_or(As::text)) {
            case As::whole:
                return checked(binding, text, parse_whole(text), "a whole number");
            case As::decimal:
                return checked(binding, text, parse_decimal(text), "a number");
            case As::boolean:
                return checked(binding, text, parse_boolean(text), "true or false, yes or no");
            default:
                return boost::json::value(text);
        }
    }

    template <class T>
    std::optional<boost::json::value> checked(const Binding& binding, const std::string& text,
                                              const std::optional<T>& value,
                                              const std::string& expected) {
        if (value) return boost::json::value(*value);
        complain(binding, in_quotes(text) + " is not " + expected);
        return std::nullopt;
    }

    static std::string column_of(std::string_view pointer, const std::vector<Binding>& bindings) {
        for (const auto& binding : bindings) {
            const auto target = find_target(binding.target);
            const auto place =
                std::string(pointer_of(target->section)).append("/").append(target->member);
            if (pointer == place || pointer.starts_with(place + "/")) return binding.label;
        }
        return {};
    }

    const std::vector<std::string>& fields_;
    Currency currency_;
    std::map<Section, boost::json::object> sections_;
    ProductRow row_;
};

RowReader::RowReader(std::vector<Binding> bindings, std::size_t columns, Currency currency)
    : bindings_(std::move(bindings)), columns_(columns), currency_(currency) {}

ProductRow RowReader::read(std::uint64_t line, const std::vector<std::string>& fields) const {
    if (fields.size() != columns_)
        return {line,
                {},
                {{line, "",
                  "has " + std::to_string(fields.size()) + " fields, the heading has " +
                      std::to_string(columns_)}}};
    Sheet sheet(line, fields, currency_);
    for (const auto& binding : bindings_)
        if (binding.target == "currency") sheet.take_currency(binding);
    for (const auto& binding : bindings_)
        if (binding.target != "currency") sheet.take(binding);
    return std::move(sheet).finish(bindings_);
}

ProductRow read_json_row(std::uint64_t line, std::string_view text) {
    ProductRow row{line, {}, {}};
    auto product = platform::json::read<NewProduct>(text);
    if (product) {
        row.product = *std::move(product);
        return row;
    }
    for (const auto& problem : product.error().problems)
        row.problems.push_back({line, problem.pointer, problem.detail});
    if (row.problems.empty()) row.problems.push_back({line, "", product.error().message});
    return row;
}

}  // namespace kontor::app
