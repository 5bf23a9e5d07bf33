/** Named queries, and page tokens that were taken back. */

export type NamedQuery = {
  readonly name: string;
  /** As its JSON was given, with every prefix it uses in its `@context`: it means the same for ever. */
  readonly query: Readonly<Record<string, unknown>>;
  /** Name of the principal that made it. */
  readonly createdBy: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
};

export type QueryStore = {
  /** Durably. @returns false where there is a query of this name; that one stays as it is */
  putQuery(query: NamedQuery): Promise<boolean>;
  query(name: string): Promise<NamedQuery | undefined>;
  /** In the order of their names (bytes of UTF-8), after this name; '' for the first page. */
  queries(after: string, limit: number): Promise<readonly NamedQuery[]>;
  /** @returns false where there is none of this name */
  removeQuery(name: string): Promise<boolean>;
};

export type TokenStore = {
  /**
   * Remembers a token as taken back for as long as it would have lasted.
   * @param hash of the token, 64 hex digits
   * @param expiresAt ms since 1970
   * @param now ms since 1970; what has expired by then may be forgotten
   */
  revokeToken(hash: string, expiresAt: number, now: number): Promise<void>;
  isRevoked(hash: string): Promise<boolean>;
};
