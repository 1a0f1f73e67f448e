import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { type ReactNode, useLayoutEffect, useRef, useState } from "react";

export interface Column<T> {
  name: string;
  cell: (row: T) => ReactNode;
  /** Right-aligned figures. */
  number?: boolean;
  /** Takes the room that is left. */
  wide?: boolean;
  /** Names the row for screen readers. */
  head?: boolean;
  /** Undefined is last, however it is sorted. */
  sort?: (row: T) => number | string | undefined;
}

export interface Sorting {
  column: string;
  descending: boolean;
}

interface RowsProps<T> {
  caption: string;
  columns: Column<T>[];
  rows: T[];
  id: (row: T) => string;
  sorting?: Sorting;
  onSort?: (sorting: Sorting) => void;
}

/** A table that turns into one card a row where there is little room. */
export function Rows<T>({ caption, columns, rows, id, sorting, onSort }: RowsProps<T>) {
  const sortOf = (column: Column<T>, index: number) =>
    column.sort === undefined || sorting === undefined || onSort === undefined
      ? undefined
      : {
          columnIndex: index,
          sortBy: {
            index: columns.findIndex((one) => one.name === sorting.column),
            direction: sorting.descending ? ("desc" as const) : ("asc" as const),
          },
          onSort: () =>
            onSort({
              column: column.name,
              descending: sorting.column === column.name ? !sorting.descending : column.number === true,
            }),
        };
  const [frame, scrolls] = useScrolls();
  return (
    <div className="rows" ref={frame} {...(scrolls ? { tabIndex: 0, role: "region", "aria-label": `${caption}, scrolls sideways` } : {})}>
      <Table aria-label={caption} role="table" variant="compact" gridBreakPoint="grid-lg">
        <Thead>
          <Tr>
            {columns.map((column, index) => (
              <Th key={column.name} className={column.number === true ? "n" : undefined} sort={sortOf(column, index)} modifier="nowrap">
                {column.name}
              </Th>
            ))}
          </Tr>
        </Thead>
        <Tbody>
          {rows.map((row) => (
            <Tr key={id(row)}>
              {columns.map((column) =>
                column.head === true ? (
                  <Th key={column.name} dataLabel={column.name} scope="row" className={column.wide === true ? "wide" : undefined}>
                    {column.cell(row)}
                  </Th>
                ) : (
                  <Td key={column.name} dataLabel={column.name} className={`${column.number === true ? "n" : ""} ${column.wide === true ? "wide" : ""}`}>
                    {column.cell(row)}
                  </Td>
                ),
              )}
            </Tr>
          ))}
        </Tbody>
      </Table>
    </div>
  );
}

/** Whether something is wider than its frame; keys must then reach the frame to scroll it. */
function useScrolls() {
  const frame = useRef<HTMLDivElement>(null);
  const [scrolls, setScrolls] = useState(false);
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) {
      return;
    }
    const measure = () => setScrolls(element.scrollWidth > element.clientWidth);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    if (element.firstElementChild !== null) {
      observer.observe(element.firstElementChild);
    }
    measure();
    return () => observer.disconnect();
  }, []);
  return [frame, scrolls] as const;
}

/** A sorted copy. */
export function sorted<T>(rows: T[], columns: Column<T>[], sorting: Sorting): T[] {
  const by = columns.find((column) => column.name === sorting.column)?.sort;
  if (by === undefined) {
    return rows;
  }
  const order = (one: T, other: T) => {
    const a = by(one);
    const b = by(other);
    if (a === undefined || b === undefined) {
      return a === b ? 0 : a === undefined ? 1 : -1;
    }
    return (sorting.descending ? -1 : 1) * (typeof a === "string" && typeof b === "string" ? a.localeCompare(b) : Number(a) - Number(b));
  };
  return rows.toSorted(order);
}
