/** Who is asking, and what they may do. Reaches every use case as an argument. */

export const roles = ['capture', 'query', 'admin'] as const;

/** `admin` includes the other two. */
export type Role = (typeof roles)[number];

export type Principal = {
  readonly name: string;
  readonly roles: readonly Role[];
};
