#include "platform/json/json.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace kontor::platform::json::detail {

namespace {

constexpr std::size_t deepest_level = 32;

using boost::json::error_code;

// Builds the tree like Boost's own handler, and refuses what that one lets pass.
class Builder {
public:
    static constexpr std::size_t max_object_size = boost::json::object::max_size();
    static constexpr std::size_t max_array_size = boost::json::array::max_size();
    static constexpr std::size_t max_key_size = boost::json::string::max_size();
    static constexpr std::size_t max_string_size = boost::json::string::max_size();

    explicit Builder(boost::json::storage_ptr storage) { stack_.reset(std::move(storage)); }

    boost::json::value release() { return stack_.release(); }
    const std::string& complaint() const { return complaint_; }

    bool on_document_begin(error_code&) { return true; }
    bool on_document_end(error_code&) { return true; }
    bool on_array_begin(error_code&) { return true; }
    bool on_array_end(std::size_t size, error_code&) {
        stack_.push_array(size);
        return true;
    }

    bool on_object_begin(error_code&) {
        first_keys_.push_back(keys_.size());
        return true;
    }
    bool on_object_end(std::size_t size, error_code& error) {
        const auto first = keys_.begin() + static_cast<std::ptrdiff_t>(first_keys_.back());
        std::sort(first, keys_.end());
        const auto twice = std::adjacent_find(first, keys_.end());
        if (twice != keys_.end())
            return refuse(error,
                          "an object that ends there has the member \"" + *twice + "\" twice");
        keys_.erase(first, keys_.end());
        first_keys_.pop_back();
        stack_.push_object(size);
        return true;
    }

    bool on_key_part(std::string_view part, std::size_t, error_code& error) {
        key_ += part;
        stack_.push_chars(part);
        return has_no_nul(part, error);
    }
    bool on_key(std::string_view part, std::size_t, error_code& error) {
        keys_.push_back(std::exchange(key_, {}).append(part));
        stack_.push_key(part);
        return has_no_nul(part, error);
    }
    bool on_string_part(std::string_view part, std::size_t, error_code& error) {
        stack_.push_chars(part);
        return has_no_nul(part, error);
    }
    bool on_string(std::string_view part, std::size_t, error_code& error) {
        stack_.push_string(part);
        return has_no_nul(part, error);
    }

    bool on_number_part(std::string_view part, error_code&) {
        number_ += part;
        return true;
    }
    bool on_int64(std::int64_t number, std::string_view, error_code&) {
        number_.clear();
        stack_.push_int64(number);
        return true;
    }
    bool on_uint64(std::uint64_t number, std::string_view, error_code&) {
        number_.clear();
        stack_.push_uint64(number);
        return true;
    }
    bool on_double(double approximate, std::string_view part, error_code& error) {
        // jsonb writes 1e20 out: what was written as a double comes back as a whole number. Boost's
        // own result may be off in the last place.
        const auto text = std::exchange(number_, {}).append(part);
        double exact = 0;
        const auto read = std::from_chars(text.data(), text.data() + text.size(), exact);
        if (read.ec == std::errc::result_out_of_range && std::abs(approximate) > 1)
            return refuse(error, "a number there is too large");
        stack_.push_double(exact);
        return true;
    }
    bool on_bool(bool value, error_code&) {
        stack_.push_bool(value);
        return true;
    }
    bool on_null(error_code&) {
        stack_.push_null();
        return true;
    }
    bool on_comment_part(std::string_view, error_code&) { return true; }
    bool on_comment(std::string_view, error_code&) { return true; }

private:
    bool refuse(error_code& error, std::string complaint) {
        error = boost::json::error::exception;
        complaint_ = std::move(complaint);
        return false;
    }
    bool has_no_nul(std::string_view part, error_code& error) {
        if (part.find('\0') == part.npos) return true;
        return refuse(error, "a string there contains \\u0000");
    }

    boost::json::value_stack stack_;
    std::vector<std::string> keys_;  // of all objects that are open
    std::vector<std::size_t> first_keys_;
    std::string key_;
    std::string number_;
    std::string complaint_;
};

std::string reason(const error_code& error) {
    using enum boost::json::error;
    if (error == incomplete) return "the text ends too early";
    if (error == extra_data) return "something follows the value";
    if (error == too_deep)
        return "values are nested deeper than " + std::to_string(deepest_level) + " levels";
    return error.message();
}

}  // namespace

Document::Document(std::string_view text) : memory_(first_block_.data(), first_block_.size()) {
    boost::json::parse_options options;
    options.max_depth = deepest_level;
    boost::json::basic_parser<Builder> parser(options, &memory_);
    error_code error;
    const auto read = parser.write_some(false, text.data(), text.size(), error);
    if (!error && read < text.size()) error = boost::json::error::extra_data;
    if (!error) {
        root_ = parser.handler().release();
        return;
    }
    const auto& complaint = parser.handler().complaint();
    error_ = Error{ErrorKind::malformed, "json.malformed",
                   "This is not valid JSON at byte " + std::to_string(read) + ": " +
                       (complaint.empty() ? reason(error) : complaint) + "."};
}

}  // namespace kontor::platform::json::detail
