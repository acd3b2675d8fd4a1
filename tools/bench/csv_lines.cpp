#include "csv_lines.hpp"

#include <csv.h>

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace kontor::bench {

namespace {

class Reader {
public:
    Reader(std::size_t fields, const std::function<void(const std::vector<std::string>&)>& on_line)
        : fields_(fields), on_line_(on_line) {}

    void add_field(std::string_view field) { line_.emplace_back(field); }

    void end_line() {
        ++lines_;
        if (line_.size() != fields_)
            throw std::runtime_error("line " + std::to_string(lines_) + " has not " +
                                     std::to_string(fields_) + " columns");
        if (lines_ > 1) on_line_(line_);
        line_.clear();
    }

private:
    std::size_t fields_;
    const std::function<void(const std::vector<std::string>&)>& on_line_;
    std::vector<std::string> line_;
    std::size_t lines_ = 0;
};

}  // namespace

void read_csv(const std::string& path, std::size_t fields,
              const std::function<void(const std::vector<std::string>&)>& on_line) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error(path + " cannot be read");
    const std::string text{std::istreambuf_iterator<char>(file), {}};

    Reader reader(fields, on_line);
    csv_parser parser;
    csv_init(&parser, CSV_APPEND_NULL);
    const auto on_field = [](void* bytes, std::size_t size, void* to) {
        static_cast<Reader*>(to)->add_field({static_cast<const char*>(bytes), size});
    };
    const auto on_end = [](int, void* to) { static_cast<Reader*>(to)->end_line(); };
    const auto parsed = csv_parse(&parser, text.data(), text.size(), on_field, on_end, &reader);
    csv_fini(&parser, on_field, on_end, &reader);
    csv_free(&parser);
    if (parsed != text.size()) throw std::runtime_error(path + " is no CSV");
}

}  // namespace kontor::bench
