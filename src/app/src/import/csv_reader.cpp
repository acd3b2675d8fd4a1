#include "import/csv_reader.hpp"

#include <csv.h>

#include <new>
#include <string_view>

namespace kontor::app {

namespace {

constexpr std::size_t longest_piece = 64 << 10;

bool is_blank(std::string_view line) {
    return line.find_first_not_of(" \t\r\n") == line.npos;
}

// libcsv as a parser of one row after the other. It is fed line by line, because it counts none.
class RowParser {
public:
    RowParser() { start(); }
    ~RowParser() { csv_free(&parser_); }
    RowParser(const RowParser&) = delete;

    // Whether a row ends with this line; it is then in row().
    bool feed(std::uint64_t line, std::string_view text) {
        if (between_rows_) {
            if (is_blank(text)) return false;
            row_ = {line, {}, {}};
            row_bytes_ = 0;
            between_rows_ = several_rows_ = false;
        }
        row_bytes_ += text.size();
        lost_ = row_bytes_ > longest_row_bytes && line != row_.line;
        if (lost_)
            return malformed(
                "the row is longer than 8 MiB, and nothing after it was read; is a quote left "
                "open?");
        if (row_bytes_ > longest_row_bytes) return malformed("the row is longer than 8 MiB");
        if (csv_parse(&parser_, text.data(), text.size(), add_field, end_row, this) != text.size())
            return malformed("a quote stands inside a field without quotes, or is not doubled");
        if (row_.fields.size() > most_columns)
            return malformed("the row has more than 10 000 fields");
        if (several_rows_) return malformed("lines must end with LF or CRLF, not with CR alone");
        return between_rows_;
    }

    // The same for a last line without a line ending.
    bool finish() {
        if (between_rows_) return false;
        if (csv_fini(&parser_, add_field, end_row, this) != 0)
            return malformed("a quote is left open to the end of the file");
        return between_rows_;
    }

    CsvRow& row() { return row_; }
    // Whether it cannot be told where the next row begins.
    bool lost() const { return lost_; }

private:
    void start() {
        if (csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI) != 0) throw std::bad_alloc();
        constexpr std::size_t block_bytes = 16 << 10;
        csv_set_blk_size(&parser_, block_bytes);
    }

    bool malformed(const char* why) {
        if (csv_error(&parser_) == CSV_ENOMEM) throw std::bad_alloc();
        row_.fields.clear();
        row_.malformed = why;
        between_rows_ = true;
        csv_free(&parser_);
        start();
        return true;
    }

    static void add_field(void* text, std::size_t size, void* parser) {
        auto& self = *static_cast<RowParser*>(parser);
        self.several_rows_ = self.between_rows_;
        if (self.row_.fields.size() > most_columns) return;
        self.row_.fields.emplace_back(static_cast<const char*>(text), size);
    }
    static void end_row(int, void* parser) {
        static_cast<RowParser*>(parser)->between_rows_ = true;
    }

    csv_parser parser_{};
    CsvRow row_;
    std::size_t row_bytes_ = 0;
    bool between_rows_ = true;
    bool several_rows_ = false;
    bool lost_ = false;
};

}  // namespace

void read_csv(LineReader& file, const std::function<bool(CsvRow)>& visit) {
    RowParser parser;
    std::string piece;
    bool given_up = false;  // the rest of the line says nothing
    file.read(piece, longest_piece);
    if (piece.starts_with(byte_order_mark)) piece.erase(0, byte_order_mark.size());
    for (std::uint64_t line = 1; !piece.empty(); file.read(piece, longest_piece)) {
        const bool ends = piece.ends_with('\n');
        if (!given_up && parser.feed(line, piece)) {
            given_up = !parser.row().malformed.empty();
            if (!visit(std::move(parser.row())) || parser.lost()) return;
        }
        if (!ends) continue;
        ++line;
        given_up = false;
    }
    if (parser.finish()) visit(std::move(parser.row()));
}

}  // namespace kontor::app
